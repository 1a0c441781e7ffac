"""What a row may hold: typed, with the rules of the importer, and nothing else."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils.text import slugify

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from catalog.importing import values
from catalog.importing.problems import BadValue
from catalog.importing.rows import (
    BRAND_MAX,
    ID_MAX,
    MAX_DESCRIPTION,
    MPN_MAX,
    OPTION_MAX,
    SUMMARY_MAX,
    TITLE_MAX,
)
from cms import locales
from seo.commerce import Availability, Condition

MOST_VARIANTS = 500
MOST_PICTURES = 50
Error = dict[str, Any]


def _ruled(rule: Any, *args: Any) -> AfterValidator:
    """A rule of the importer as a validator."""

    def check(value: Any) -> Any:
        try:
            return rule(value, *args)
        except BadValue as bad:
            raise PydanticCustomError("value_error", "The value {rule}.", {"rule": bad.rule}) from bad

    return AfterValidator(check)


def _text(limit: int, *, required: bool = False) -> AfterValidator:
    rule = values.required if required else values.fitting
    return _ruled(lambda value: rule(values.as_text(value), limit))


def _html(value: str) -> str:
    return values.fitting(values.as_html(value), MAX_DESCRIPTION)


def _identity(value: str) -> str:
    if values.as_text(value) != value:
        raise BadValue("has control characters or white space at its ends", value)
    return values.required(value, ID_MAX)


def _slug(value: str) -> str:
    if not value or slugify(value, allow_unicode=True) != value:
        raise BadValue("is not an address part: small letters, digits, hyphens", value)
    if value in locales.codes():
        raise BadValue("begins the addresses of a language", value)
    return values.fitting(value, values.MAX_SLUG)


def _gtin(value: str) -> str:
    return values.as_gtin(value) if value else ""


def _printable(value: str) -> str:
    if not value.isprintable():
        raise BadValue("has control characters", value)
    return value


def _moment(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    except OverflowError as error:
        raise BadValue("lies outside the calendar", value) from error


def _not_null(value: Any) -> Any:
    if value is None:
        raise PydanticCustomError("not_null", "This cannot be null; leave it out to keep what is stored.")
    return value


NotNull = BeforeValidator(_not_null)
Empty = BeforeValidator(lambda value: "" if value is None else value)
Sku = Annotated[str, Field(pattern=r"^[!-~]{1,64}$")]
Identity = Annotated[str, _ruled(_identity), Field(min_length=1, max_length=ID_MAX)]
VariantId = Annotated[str, _ruled(_printable), Field(max_length=190)]
Money = Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=2)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$"), _ruled(values.as_currency)]
Moment = Annotated[datetime, _ruled(_moment)]
Stock = Annotated[int, Field(ge=-values.MAX_INTEGER, le=values.MAX_INTEGER)]
Option = Annotated[str, Empty, _text(OPTION_MAX)]
Place = Annotated[
    int | str, Field(description="a category: its id, its path (/lamps/deck/) or its external id")
]
PictureName = Annotated[int | str, Field(description="a picture that is here: its id or its address")]
Fact = bool | Decimal | Annotated[str, Field(max_length=250)] | None


class Row(BaseModel):
    """What is not named is not touched; what nobody knows is refused."""

    model_config = ConfigDict(extra="forbid")

    def said(self, *names: str) -> dict[str, Any]:
        """The named values, or of these those that were named."""
        wanted = names or tuple(type(self).model_fields)
        return {name: getattr(self, name) for name in wanted if name in self.model_fields_set}


class Figures(Row):
    """Prices and stock of a variant."""

    price: Annotated[Money | None, NotNull] = Field(
        None, description="what the buyer pays; a new variant needs it"
    )
    currency: Annotated[Currency | None, NotNull] = Field(
        None, description="ISO 4217; a new variant needs it"
    )
    compare_at: Money | None = Field(None, description="the former price, above the price; null for none")
    compare_at_from: Moment | None = None
    compare_at_until: Moment | None = None
    stock: Stock | None = Field(None, description="null: not counted")
    availability: Annotated[Availability | None, NotNull] = None
    available_from: Moment | None = None


class VariantRow(Figures):
    """One thing to buy."""

    sku: Sku
    id: Annotated[Identity | None, NotNull] = Field(None, description="the source's id for it; else its SKU")
    gtin: Annotated[str, Empty, _ruled(_gtin)] = ""
    mpn: Annotated[str, Empty, _text(MPN_MAX)] = ""
    condition: Annotated[Condition | None, NotNull] = None
    color: Option = ""
    size: Option = ""
    material: Option = ""
    pattern: Option = ""
    picture: Annotated[PictureName | None, NotNull] = None


class ProductFacts(Row):
    """A product: its words, where it stands, and what is sold of it."""

    title: Annotated[str | None, NotNull, _text(TITLE_MAX, required=True)] = None
    slug: Annotated[str | None, NotNull, _ruled(_slug)] = None
    summary: Annotated[str, Empty, _text(SUMMARY_MAX)] = ""
    description: Annotated[str, Empty, _ruled(_html)] = Field(
        "", description="HTML, reduced to what editors have"
    )
    brand: Annotated[str, Empty, _text(BRAND_MAX)] = ""
    category: Annotated[Place | None, NotNull] = None
    more_categories: Annotated[list[Place] | None, NotNull, Field(max_length=50)] = None
    attributes: Annotated[dict[str, Fact] | None, NotNull, Field(max_length=100)] = Field(
        None, description="values by code; null takes a value away; codes not named stay"
    )
    pictures: Annotated[list[PictureName] | None, NotNull, Field(max_length=MOST_PICTURES)] = None
    variants: Annotated[list[VariantRow] | None, NotNull, Field(max_length=MOST_VARIANTS)] = None


class ProductBody(ProductFacts):
    """A product as PUT takes it."""

    title: Annotated[str, _text(TITLE_MAX, required=True)]
    publish: bool = Field(False, description="publish what never was online; else it is a draft")
    on_slug_change: Literal["redirect", "keep"] = "redirect"


class ProductRow(ProductFacts):
    """A product as bulk writes take it, with the source's id for it."""

    id: Annotated[Identity | None, NotNull] = None


class PriceRow(Row):
    """A variant, by SKU or by external id (`source:id`), and its prices."""

    sku: Annotated[Sku | None, NotNull] = None
    external_id: Annotated[VariantId | None, NotNull] = None
    price: Annotated[Money | None, NotNull] = None
    currency: Annotated[Currency | None, NotNull] = None
    compare_at: Money | None = None
    compare_at_from: Moment | None = None
    compare_at_until: Moment | None = None


class StockRow(Row):
    """A variant, by SKU or by external id (`source:id`), and whether it can be had."""

    sku: Annotated[Sku | None, NotNull] = None
    external_id: Annotated[VariantId | None, NotNull] = None
    stock: Stock | None = None
    availability: Annotated[Availability | None, NotNull] = None
    available_from: Moment | None = None


def error(loc: str | list[str | int], msg: str, rule: str = "value_error") -> Error:
    """One thing that is wrong with a row, as every answer says it."""
    return {"type": rule, "loc": [loc] if isinstance(loc, str) else loc, "msg": msg}


def errors_of(failure: ValidationError) -> list[Error]:
    """What pydantic found, without the values: they may be large, and are the caller's own."""
    found = failure.errors(include_url=False, include_context=False, include_input=False)
    return [error(list(one["loc"]), one["msg"], one["type"]) for one in found]
