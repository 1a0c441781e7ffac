"""Whatever editors do to pages, in whatever order: no loop, no chain, no address that is dead without their will."""

from django.db import transaction

from wagtail.models import Locale, Site

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cms.models import Page, RedirectRule
from cms.redirects.moves import Departure, leave
from headless.requests import Address
from headless.verdicts import PageFound, Redirected, resolve
from home.models import ContentPage, HomePage

SLUGS = ("a", "b", "c", "d")
MOST_PAGES = 12
GONE = "gone"


class Editors(RuleBasedStateMachine):
    """Editors at work on a small tree in two languages, and what every address that ever was read must answer.

    `owner` is the page that stood last at an address, `heir` what an editor chose for a deleted one.
    """

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        Site.clear_site_root_paths_cache()
        self.site = Site.objects.get(is_default_site=True)
        home = HomePage.objects.get(pk=self.site.root_page_id)
        Locale.objects.get_or_create(language_code="ru")
        russian = home.copy_for_translation(Locale.objects.get(language_code="ru"))
        russian.save_revision().publish()
        self.homes = [home.pk, russian.pk]
        self.pages: list[int] = []
        self.owner: dict[str, int] = {}
        self.heir: dict[int, int | str] = {}
        self.done: list[tuple[int, str, int]] = []  # page, slug before, parent before
        self.grow()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
        Site.clear_site_root_paths_cache()

    # What editors do ---------------------------------------------------------------------------------------

    def add(self, parent_id: int, slug: str) -> None:
        parent = Page.objects.get(pk=parent_id)
        if parent.get_children().filter(slug=slug).exists():
            return
        page = ContentPage(title=slug, slug=slug, summary="Text.", locale=parent.locale)
        parent.add_child(instance=page)
        page.save_revision().publish()
        self.pages.append(page.pk)
        self.note()

    def grow(self) -> None:
        """Two sections with pages below, one of them in Russian too: something for every edit to have an effect on."""
        for parent, slug in ((0, "a"), (2, "b"), (3, "c"), (2, "a"), (0, "b"), (6, "a"), (1, "a")):
            places = [*self.homes, *self.pages]
            self.add(places[parent], slug)

    def note(self) -> None:
        """Remember where everything stands now."""
        for page in Page.objects.filter(pk__in=self.pages):
            self.owner[page.get_url_parts()[2]] = page.pk

    def page(self, number: int) -> Page:
        return Page.objects.get(pk=self.pages[number % len(self.pages)]).specific

    @rule(number=st.integers(0, 30), slug=st.sampled_from(SLUGS), above=st.booleans())
    def create(self, number, slug, above):
        every = [*self.homes, *self.pages] if above or not self.pages else self.pages
        if len(self.pages) < MOST_PAGES:
            self.add(every[number % len(every)], slug)

    @precondition(lambda self: self.pages)
    @rule(number=st.integers(0, 30), slug=st.sampled_from(SLUGS))
    def rename(self, number, slug):
        page = self.page(number)
        taken = set(page.get_siblings().values_list("slug", flat=True))
        free = [each for each in SLUGS if each not in taken]
        if free:
            self._rename(page, slug if slug in free else free[0])

    def _rename(self, page, slug):
        if page.slug == slug or page.get_siblings(inclusive=False).filter(slug=slug).exists():
            return
        self.done.append((page.pk, page.slug, page.get_parent().pk))
        page.slug = slug
        page.save_revision().publish()
        self.note()

    @precondition(lambda self: self.pages)
    @rule(number=st.integers(0, 30), onto=st.integers(0, 30))
    def move(self, number, onto):
        page = self.page(number)
        there = {page.pk, page.get_parent().pk, *page.get_descendants().values_list("pk", flat=True)}
        places = [pk for pk in [*self.homes, *self.pages] if pk not in there]
        if places:
            self._move(page, places[onto % len(places)])

    def _move(self, page, parent_id):
        parent = Page.objects.get(pk=parent_id)
        inside = parent.pk == page.pk or parent.is_descendant_of(page)
        if (
            inside
            or page.get_parent().pk == parent.pk
            or parent.get_children().filter(slug=page.slug).exists()
        ):
            return
        self.done.append((page.pk, page.slug, page.get_parent().pk))
        page.move(parent, pos="last-child")
        self.note()

    @precondition(lambda self: self.done)
    @rule()
    def undo(self):
        pk, slug, parent_id = self.done.pop()
        page = Page.objects.filter(pk=pk).first()
        if page is None or not Page.objects.filter(pk=parent_id).exists():
            return
        self._move(page.specific, parent_id)
        self._rename(Page.objects.get(pk=pk).specific, slug)

    @precondition(lambda self: self.pages)
    @rule(
        number=st.integers(0, 30), onto=st.integers(0, 30), choice=st.sampled_from(["gone", "heir", "script"])
    )
    def delete(self, number, onto, choice):
        page = self.page(number)
        lost = {page.pk, *page.get_descendants().values_list("pk", flat=True)}
        heirs = [pk for pk in [*self.homes, *self.pages] if pk not in lost]
        heir = heirs[onto % len(heirs)] if choice == "heir" else GONE
        if choice != "script":
            way = Departure() if heir == GONE else Departure.to(Page.objects.get(pk=heir))
            leave(Page.objects.filter(pk=page.pk), way, overwrite=True)
        page.delete()
        self.heir |= dict.fromkeys(lost, heir)
        self.pages = [pk for pk in self.pages if pk not in lost]

    # What readers find ------------------------------------------------------------------------------------

    @invariant()
    def every_address_answers_as_editors_left_it(self):
        standing = {
            page.get_url_parts()[2]: page.pk
            for page in Page.objects.filter(pk__in=[*self.pages, *self.homes], live=True)
        }
        here = {pk: path for path, pk in standing.items()}
        for address, owner in self.owner.items():
            verdict = resolve(self.site, Address.parse(address))
            while owner in self.heir and self.heir[owner] != GONE:
                owner = self.heir[owner]
            if address in standing:
                assert isinstance(verdict, PageFound), (address, verdict)
                assert verdict.page.pk == standing[address]
            elif owner in here:
                assert isinstance(verdict, Redirected), (address, verdict)
                assert verdict.path == here[owner], (address, verdict, here[owner])
                assert isinstance(resolve(self.site, Address.parse(verdict.path)), PageFound)
            else:
                assert verdict.status == 410, (address, verdict)

    @invariant()
    def no_rule_leads_to_an_address_that_has_one(self):
        assert not RedirectRule.objects.exclude(target="").exists()


def test_no_loop_no_chain_and_no_dead_address_after_any_history(home):
    run_state_machine_as_test(
        Editors,
        settings=settings(
            max_examples=12,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
