"""Builds the demo shop, page by page. What exists already is left as it is, so it can be run again at any time."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from catalog.models import (
    Attribute,
    AttributeValue,
    Brand,
    CategoryPage,
    ProductPage,
    ProductPicture,
    RelatedProduct,
    Variant,
)
from cms.models import Organization, Page
from cms.sites import point_default_site_at_public_url
from demo import pictures
from demo.content import pieces, product_pictures, table
from demo.prose import rich_text, story
from home.models import (
    ArticleIndexPage,
    ArticlePage,
    AuthorPage,
    Byline,
    ContentPage,
    FormField,
    FormPage,
    HomePage,
    RelatedPage,
)

JOURNAL = "journal"


class DemoShop:
    """Keeper's Supply, from its texts and drawings to published pages."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.tell = tell
        self.site = point_default_site_at_public_url()
        self.home = HomePage.objects.get(pk=self.site.root_page_id)

    def build(self) -> None:
        """Everything, in an order in which links find their targets. Idempotent."""
        self.tell("Organization")
        self.build_organization()
        self.tell("Categories")
        for category in table("categories")["category"]:
            self.build_category(category)
        self.tell("Products")
        attributes = {row["code"]: self.build_attribute(row) for row in table("attributes")["attribute"]}
        for product in table("products")["product"]:
            self.build_product(product, attributes)
        for product in table("products")["product"]:
            self.relate_product(product)
        self.tell("Journal and pages")
        self.build_journal()
        for page in pieces("pages"):
            self.build_content(page)
        self.build_contact()
        self.fill_texts()
        self.tell("Home page")
        self.build_home()

    # The organization ----------------------------------------------------------------------------------

    def build_organization(self) -> None:
        facts = table("site")["organization"]
        organization = Organization.for_site(self.site)
        if organization.name == facts["name"]:
            return
        for name in (
            "name",
            "legal_name",
            "email",
            "telephone",
            "street_address",
            "locality",
            "region",
            "postal_code",
        ):
            setattr(organization, name, facts[name])
        organization.description = facts["description"]
        organization.country = facts["country"]
        organization.title_pattern = facts["title_pattern"]
        organization.founding_date = date.fromisoformat(facts["founding_date"])
        organization.same_as = [("profile", address) for address in facts["same_as"]]
        organization.footer_line = table("site")["footer"]["line"]
        organization.logo = pictures.picture(facts["logo"])
        organization.share_picture = pictures.picture(facts["share_picture"])
        organization.full_clean()
        organization.save()
        self.site.site_name = facts["name"]
        self.site.save()

    # The catalogue -------------------------------------------------------------------------------------

    def build_category(self, facts: dict[str, Any]) -> None:
        parent_path, _, slug = facts["path"].rpartition("/")
        self.add(
            self.category(parent_path) if parent_path else self.home,
            CategoryPage(
                title=facts["name"],
                slug=slug,
                summary=facts["summary"],
                intro=rich_text(facts["intro"], self.find_page),
                cover=pictures.picture(facts["picture"]),
                show_in_menus=True,
            ),
        )

    def build_attribute(self, facts: dict[str, Any]) -> Attribute:
        attribute, _ = Attribute.objects.get_or_create(
            code=facts["code"],
            defaults={
                "label": facts["label"],
                "type": facts["type"],
                "unit": facts.get("unit", ""),
                "is_facet": facts.get("facet", False),
            },
        )
        return attribute

    def build_product(self, facts: dict[str, Any], attributes: dict[str, Attribute]) -> None:
        brand, _ = Brand.objects.get_or_create(name=facts["brand"])
        product = ProductPage(
            title=facts["name"],
            slug=facts["slug"],
            external_id=f"demo:{facts['slug']}",
            summary=facts["summary"],
            brand=brand,
            care=rich_text(facts.get("care", ""), self.find_page),
        )
        product.pictures = [
            ProductPicture(sort_order=order, picture=pictures.picture(name))
            for order, name in enumerate(product_pictures(facts))
        ]
        product.attribute_values = [
            AttributeValue.of(attributes[code], value, sort_order=order)
            for order, (code, value) in enumerate(facts["attributes"].items())
        ]
        page = self.add(self.category(facts["category"]), product)
        if not page.variants.exists():
            for position, variant in enumerate(facts["variant"]):
                self.build_variant(page, facts, variant, position)

    def build_variant(
        self, page: ProductPage, product: dict[str, Any], facts: dict[str, Any], position: int
    ) -> None:
        now = timezone.now().replace(minute=0, second=0, microsecond=0)
        types = product.get("option_types", {})
        variant = Variant(
            product=page,
            position=position,
            sku=facts["sku"],
            gtin=facts.get("gtin", ""),
            mpn=facts.get("mpn", ""),
            price=Decimal(facts["price"]),
            currency="GBP",
            stock=facts.get("stock"),
            availability=facts["availability"],
            condition=facts["condition"],
            picture=pictures.picture(facts["picture"]) if facts.get("picture") else None,
            **{types[label]: value for label, value in facts.get("options", {}).items()},
        )
        if "compare_at" in facts:
            variant.compare_at = Decimal(facts["compare_at"])
            variant.compare_at_from = now
            variant.compare_at_until = now + timedelta(days=facts["sale_days"])
        if "date_in_days" in facts:
            variant.available_from = now + timedelta(days=facts["date_in_days"])
        variant.full_clean()
        variant.save()

    def relate_product(self, facts: dict[str, Any]) -> None:
        """Description and related products, which may name products made later."""
        page = self.product(facts["slug"])
        if page.description:
            return
        page.description = rich_text(facts["description"], self.find_page)
        page.related = [
            RelatedProduct(sort_order=order, page=self.product(slug))
            for order, slug in enumerate(facts["related"])
        ]
        page.save_revision().publish()

    # Words ---------------------------------------------------------------------------------------------

    def build_journal(self) -> None:
        site = table("site")["home"]
        journal = self.add(
            self.home,
            ArticleIndexPage(title="Journal", slug=JOURNAL, summary=site["journal_lead"], show_in_menus=True),
        )
        for author in table("authors")["author"]:
            self.add(
                journal,
                AuthorPage(
                    title=author["name"],
                    slug=author["slug"],
                    summary=author["summary"],
                    cover=pictures.picture(author["picture"]),
                    biography=rich_text(author["bio"], self.find_page),
                    same_as=[("profile", address) for address in author["same_as"]],
                ),
            )
        for article in pieces("articles"):
            page = ArticlePage(
                title=article["title"],
                slug=article["slug"],
                summary=article["summary"],
                published_at=article["published"],
                place=article["place"],
                cover=pictures.picture(article["picture"]),
                body=[("text", f"<p>{article['summary']}</p>")],
            )
            page.bylines = [Byline(sort_order=0, author=AuthorPage.objects.get(slug=article["author"]))]
            page.related = [
                RelatedPage(sort_order=order, page=self.product(slug))
                for order, slug in enumerate(article["related_products"])
            ]
            self.add(journal, page)

    def build_content(self, facts: dict[str, Any]) -> None:
        self.add(self.home, ContentPage(title=facts["title"], slug=facts["slug"], summary=facts["summary"]))

    def build_contact(self) -> None:
        facts = table("contact")
        form = FormPage(
            title=facts["title"],
            slug=facts["slug"],
            summary=facts["summary"],
            intro=rich_text(facts["intro"], self.find_page),
            thank_you=rich_text(facts["thank_you"], self.find_page),
            to_address=table("site")["organization"]["email"],
            from_address=table("site")["organization"]["email"],
            subject=facts["subject"],
        )
        form.form_fields = [
            FormField(
                sort_order=order,
                label=field["label"],
                field_type=field["type"],
                required=field["required"],
                choices="\n".join(field.get("choices", [])),
                help_text=field.get("help", ""),
            )
            for order, field in enumerate(facts["field"])
        ]
        self.add(self.home, form)

    def fill_texts(self) -> None:
        """The long texts, once every page they link to exists."""
        for facts in pieces("articles"):
            page = ArticlePage.objects.get(slug=facts["slug"])
            if len(page.body) < 2:
                page.body = story(facts["text"], self.find_page)
                page.save_revision().publish()
        for facts in pieces("pages"):
            page = ContentPage.objects.get(slug=facts["slug"])
            if not page.body:
                page.body = [*story(facts["text"], self.find_page), *self.questions(facts)]
                page.save_revision().publish()

    def questions(self, facts: dict[str, Any]) -> list[tuple[str, Any]]:
        if "faq" not in facts:
            return []
        questions = [
            {"question": item["question"], "answer": rich_text(item["answer"], self.find_page)}
            for item in facts["faq"]
        ]
        return [
            ("heading", {"text": "Questions we are asked", "level": "2"}),
            ("faq", {"questions": questions}),
        ]

    # The front -----------------------------------------------------------------------------------------

    def build_home(self) -> None:
        facts = table("site")["home"]
        home = self.home
        if home.headline == facts["headline"]:
            return
        home.title = table("site")["organization"]["name"]
        home.seo_title = facts["title"]
        home.search_description = facts["summary"]
        home.headline, home.lead = facts["headline"], facts["lead"]
        home.hero = pictures.picture(facts["hero_picture"])
        home.story_page = self.product(facts["story"]["product"])
        home.story_title = facts["story"]["title"]
        home.story_text = rich_text(facts["story"]["text"], self.find_page)
        home.journal_title = facts["journal_title"]
        home.shelves = [
            (
                "shelf",
                {
                    "title": category.title,
                    "page": category,
                    "pages": list(ProductPage.objects.descendant_of(category).order_by("path")[:4]),
                },
            )
            for category in CategoryPage.objects.child_of(home).order_by("path")
        ]
        home.save_revision().publish()

    # Pages by name -------------------------------------------------------------------------------------

    def add(self, parent: Page, page: Page) -> Any:
        """The page under `parent` with this slug: the one that is there, else `page`, published."""
        found = type(page).objects.child_of(parent).filter(slug=page.slug).first()
        if found:
            return found
        parent.refresh_from_db()
        parent.add_child(instance=page)
        page.save_revision().publish()
        return page

    def category(self, path: str) -> CategoryPage:
        return CategoryPage.objects.get(url_path=f"{self.home.url_path}{path}/")

    def product(self, slug: str) -> ProductPage:
        return ProductPage.objects.get(slug=slug, path__startswith=self.home.path)

    def find_page(self, kind: str, name: str) -> int:
        """The primary key of the page a text links to. Raises LookupError for a name the demo does not have."""
        models = {"product": ProductPage, "page": Page, "article": ArticlePage, "category": CategoryPage}
        slug = name.rpartition("/")[2]
        page = models[kind].objects.descendant_of(self.home).filter(slug=slug).first()
        if page is None:
            raise LookupError(f"The demo has no {kind} called {name}.")
        return page.pk
