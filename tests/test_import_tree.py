"""Pages made in bulk are what Wagtail would have made, in a tree without problems."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail.models import ReferenceIndex, Revision

from catalog.importing.run import Importer, Options
from catalog.models import AttributeValue, ProductPage, ProductPicture
from cms.models import Page

from .importing import import_file, make_file, make_map, make_row, product
from .make import make_attribute, make_brand, make_category

# What differs between two pages because they are two.
OWN = {"id", "page_ptr", "path", "slug", "url_path", "translation_key", "latest_revision", "live_revision"}
MOMENTS = {"first_published_at", "last_published_at", "content_changed_at", "latest_revision_created_at"}


def facts(page):
    return {
        field.name: field.value_from_object(page)
        for field in ProductPage._meta.concrete_fields
        if field.name not in OWN | MOMENTS | {"external_id", "import_hash"}
    }


def test_an_imported_page_equals_one_saved_by_wagtail(home, tmp_path):
    shelf = make_category(home, title="Lamps", slug="lamps")
    more = make_category(home, title="New", slug="new")
    brand, attribute = make_brand(name="Wick & Sons"), make_attribute(code="wick", label="Wick")
    map_ = make_map(
        category={"from": "shelf", "list": ","}, attributes={"wick": {"from": "wick", "label": "Wick"}}
    )
    import_file(make_file(tmp_path, [make_row(1, shelf="Lamps,New", wick="flat")]), map_)
    imported = product(1)

    saved = ProductPage(
        title="Lamp 1", slug="by-hand", brand=brand, description="<p>Lamp number 1.</p>"
    )  # fmt: skip
    saved.attribute_values.add(AttributeValue.of(attribute, "flat"))
    saved.more_categories.set([more])
    shelf.refresh_from_db()
    shelf.add_child(instance=saved)
    saved.save_revision().publish()
    saved = ProductPage.objects.get(pk=saved.pk)

    assert facts(imported) == facts(saved)
    assert imported.depth == saved.depth
    assert all(getattr(imported, name) for name in MOMENTS)
    assert imported.live_revision == imported.latest_revision
    assert references(imported) == references(saved)
    ours, theirs = imported.latest_revision.content, saved.latest_revision.content
    assert ours.keys() == theirs.keys()
    assert len(ours["attribute_values"]) == len(theirs["attribute_values"]) == 1
    assert ours["more_categories"] == theirs["more_categories"]


def references(page):
    found = ReferenceIndex.objects.filter(object_id=str(page.pk), content_type__model="productpage")
    return {
        (one.to_content_type_id, one.to_object_id, one.model_path)
        for one in found
        if not one.model_path.startswith("latest") and "revision" not in one.model_path
    }


def test_places_follow_children_that_were_there_and_leave_gaps_alone(home, tmp_path):
    shelf = make_category(home, title="Lamps", slug="lamps")
    first = make_category(shelf, title="Brass")
    last = make_category(shelf, title="Tin")
    first.delete()

    import_file(make_file(tmp_path, [make_row(1), make_row(2)]))

    shelf.refresh_from_db()
    children = list(shelf.get_children().order_by("path").values_list("title", flat=True))
    assert children == ["Tin", "Lamp 1", "Lamp 2"]
    assert shelf.numchild == 3
    assert shelf.get_children().last().path > last.path


def test_an_editor_can_go_on_with_an_imported_page(home, tmp_path):
    import_file(make_file(tmp_path, [make_row(1), make_row(2)]))
    page, other = product(1), product(2)
    page.summary = "Edited."
    page.save_revision().publish()
    other.move(make_category(home, title="Elsewhere"), pos="last-child")
    copy = product(1).copy(update_attrs={"slug": "copy", "title": "Copy"}, keep_live=False)

    assert product(1).summary == "Edited."
    assert product(2).get_parent().title == "Elsewhere"
    assert copy.external_id == ""
    assert Page.find_problems() == ([], [], [], [], [])


def test_deleting_an_imported_page_takes_everything_with_it(home, tmp_path):
    map_ = make_map(attributes={"wick": {"from": "name"}})
    import_file(make_file(tmp_path, [make_row(1)]), map_)
    page = product(1)

    page.delete()

    assert not AttributeValue.objects.exists()
    assert not ProductPicture.objects.exists()
    assert not Revision.objects.filter(object_id=str(page.pk), content_type__model="productpage").exists()
    assert not references(page)


def test_new_pages_are_found_at_once(home, site, tmp_path):
    from cms.search import find_pages

    import_file(make_file(tmp_path, [make_row(number) for number in range(1, 6)]))

    assert find_pages(site, "lamp number", 1).paginator.count == 5
    assert [page.title for page in find_pages(site, "L-3", 1)][:1] == ["Lamp 3"]


def test_chunks_do_not_cost_more_queries_as_the_catalogue_grows(home, tmp_path):
    counts = []
    for start in (1, 101, 201):
        path = make_file(tmp_path, [make_row(number) for number in range(start, start + 100)])
        importer = Importer(Options(file=path, map=make_map(), under=home, publish=True))
        with CaptureQueriesContext(connection) as queries:
            importer.run()
        counts.append(len(queries))

    assert counts[2] <= counts[1] + 2
    # One insert per page's own row, and a few dozen for the chunk.
    assert counts[1] < 100 + 80
