"""Which facts of a setting anybody may read. What a model does not list is the editors' alone."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from wagtail.fields import StreamField


class PublicSetting:
    """A setting with facts for front ends, under a name of its own. Stands before the model class among the bases.

    A new field is private until it is listed. Pictures are written by their id, lists of addresses as lists.
    """

    public_name: ClassVar[str]
    public_fields: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def public_columns(cls) -> list[models.Field]:
        return [cls._meta.get_field(name) for name in cls.public_fields]

    @classmethod
    def type_of(cls, field: models.Field) -> Any:
        """The Python type of a public field as it is written."""
        match field:
            case models.ForeignKey():
                return int | None
            case StreamField():
                return list[str]
            case models.BooleanField():
                return bool
            case models.IntegerField():
                return int | None if field.null else int
            case models.DecimalField():
                return Decimal | None if field.null else Decimal
            case models.DateField():
                return date | None if field.null else date
            case models.CharField():
                return str
        raise TypeError(f"{field} cannot be a public field: nobody says how it is written.")

    @property
    def public_facts(self) -> dict[str, Any]:
        """The public fields as they are stored: a picture is its id, a list of addresses a list."""
        return {field.name: _stored(self, field) for field in self.public_columns()}

    @property
    def public_version(self) -> str:
        """Another for other public facts."""
        return blake2b(repr(self.public_facts).encode(), digest_size=8).hexdigest()

    def write(self, facts: Mapping[str, Any]) -> None:
        """Take over some public facts, judge the whole and store it. Raises ValidationError by field."""
        columns = {field.name: field for field in self.public_columns()}
        for name, value in facts.items():
            _take(self, columns[name], value)
        self.full_clean()
        self.save()


def _stored(setting: Any, field: models.Field) -> Any:
    if isinstance(field, StreamField):
        return [child["value"] for child in getattr(setting, field.name).raw_data]
    return getattr(setting, field.attname)


def _take(setting: Any, field: models.Field, value: Any) -> None:
    match field:
        case models.ForeignKey():
            if value is not None and not field.related_model._base_manager.filter(pk=value).exists():
                raise ValidationError({field.name: _("There is no picture with this number.")})
            setattr(setting, field.attname, value)
        case StreamField():
            [(name, block)] = field.stream_block.child_blocks.items()
            try:
                cleaned = [(name, block.clean(block.normalize(each))) for each in value]
            except ValidationError as error:
                raise ValidationError({field.name: error.messages}) from error
            setattr(setting, field.name, cleaned)
        case _:
            setattr(setting, field.name, value)
