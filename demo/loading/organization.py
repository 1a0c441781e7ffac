"""Who keeps the shop."""

from datetime import date

from cms.models import Organization
from demo import pictures
from demo.content import table
from demo.loading.tree import Tree


def build_organization(tree: Tree) -> None:
    facts = table("site")["organization"]
    organization = Organization.for_site(tree.site)
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
    tree.site.site_name = facts["name"]
    tree.site.save()
