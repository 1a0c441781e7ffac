"""What Pharos does for search engines, feature by feature: where it is set, where it comes out, what proves it.

`manage.py write_coverage` writes docs/seo.md from this; a test holds that every proof exists.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Feature:
    """One row of the feature matrix. `test` is `file::name` below tests/."""

    number: int
    title: str
    set_in: str
    comes_out: str
    test: str


@dataclass(frozen=True, slots=True)
class Group:
    """The features of one letter."""

    letter: str
    title: str
    features: tuple[Feature, ...]


GROUPS = (
    Group(
        "A",
        "Head and meta",
        (
            Feature(
                1,
                "Title of one's own",
                "Promote, title for search",
                "`<title>`, `og:title`, API `head.title`",
                "test_head_rules.py::test_title_of_an_editor_stands_as_it_is_written",
            ),
            Feature(
                2,
                "Title patterns with variables per page type",
                "Settings, Organization, Patterns",
                "`<title>`",
                "test_patterns.py::test_a_product_is_titled_by_the_pattern_of_products",
            ),
            Feature(
                3,
                "Description of one's own",
                "Promote, description",
                "`meta description`",
                "test_head_rules.py::test_description_falls_back_once_to_the_summary",
            ),
            Feature(
                4,
                "Description from the page's own facts",
                "Settings, Organization, Patterns; summary, price, town",
                "`meta description`",
                "test_patterns.py::test_a_product_is_described_by_its_summary_maker_and_price",
            ),
            Feature(
                5,
                "Search result shown while editing, with its width",
                "nowhere: computed",
                "Promote tab",
                "test_promote.py::test_the_form_as_it_stands_is_shown_and_not_kept",
            ),
            Feature(
                6,
                "`lang` and `dir` of the page's language",
                "the page's language",
                "`<html lang dir>`, `Content-Language`",
                "test_languages.py::test_a_page_written_from_right_to_left_says_so",
            ),
            Feature(
                7,
                "Icons and manifest per site, sizes checked",
                "Settings, Organization",
                "`link rel=icon`, `/site.webmanifest`",
                "test_site_icons.py::test_the_head_links_the_icons_in_page_and_api",
            ),
            Feature(
                8,
                "Proofs of ownership",
                "Settings, Organization",
                "home page's head, API",
                "test_site_icons.py::test_proofs_stand_on_the_home_page_in_html_and_api_and_nowhere_else",
            ),
            Feature(
                9,
                "One title, canonical, robots, description",
                "nowhere: one value",
                "every head",
                "test_templates.py::test_a_head_says_title_canonical_robots_and_description_once",
            ),
        ),
    ),
    Group(
        "B",
        "Canonical and duplicates",
        (
            Feature(
                10,
                "Canonical of itself, absolute",
                "nowhere: the page's place",
                "`link rel=canonical`, `og:url`, graph, sitemap",
                "test_head_rules.py::test_canonical_is_on_the_sites_own_host_whoever_asks",
            ),
            Feature(
                11,
                "Main address chosen by an editor",
                "Promote, main page or main address",
                "`link rel=canonical`",
                "test_indexing.py::test_an_address_of_this_site_becomes_its_page",
            ),
            Feature(
                12,
                "Main address checked: there, public, indexable, same language, no chain",
                "Promote",
                "message at the field",
                "test_indexing.py::test_a_bad_main_address_is_refused_with_its_rule",
            ),
            Feature(
                13,
                "Campaign parameters dropped",
                "`seo/parameters.py`",
                "`link rel=canonical`",
                "test_addresses.py::test_an_address_with_tracking_is_answered_with_the_clean_canonical",
            ),
            Feature(
                14,
                "Page n is its own canonical",
                "nowhere: computed",
                "`link rel=canonical`",
                "test_head_rules.py::test_each_page_of_a_list_is_its_own_canonical",
            ),
            Feature(
                15,
                "Host, scheme, slash and case in one hop",
                "nowhere: computed",
                "301",
                "test_addresses.py::test_host_scheme_and_form_are_one_hop_together",
            ),
            Feature(
                16,
                "Duplicate titles and descriptions found",
                "nowhere: computed",
                "Reports, Same title or description",
                "test_duplicates.py::test_pages_of_the_same_title_stand_side_by_side",
            ),
            Feature(
                17,
                "One product, one address",
                "also listed in",
                "one page; further trails",
                "test_catalog_traits.py::test_a_product_in_several_categories_has_several_trails_and_one_of_them_first",
            ),
        ),
    ),
    Group(
        "C",
        "Robots and crawl control",
        (
            Feature(
                18,
                "Hide a page",
                "Promote, Indexing",
                "`meta robots`, sitemap, hreflang",
                "test_indexing.py::test_every_directive_an_editor_sets_is_said",
            ),
            Feature(
                19,
                "nofollow, noimageindex, max-snippet, max-image-preview, max-video-preview",
                "Promote, Indexing",
                "`meta robots`",
                "test_indexing.py::test_every_directive_an_editor_sets_is_said",
            ),
            Feature(
                20,
                "Keep a block out of snippets and AI answers",
                "block “Not to be quoted”",
                "`data-nosnippet`, API block data",
                "test_blocks.py::test_what_is_not_to_be_quoted_is_shown_marked_and_left_out_of_the_graph",
            ),
            Feature(
                21,
                "`unavailable_after`",
                "scheduled expiry",
                "`meta robots`",
                "test_indexing.py::test_a_page_that_expires_says_until_when",
            ),
            Feature(
                22,
                "`X-Robots-Tag` and canonical `Link` for files and the API",
                "Settings, Crawling; Documents in search",
                "HTTP headers",
                "test_search_headers.py::test_a_document_follows_the_site_or_its_own_policy",
            ),
            Feature(
                23,
                "robots.txt edited per site, never closing what search needs unasked",
                "Settings, Crawling",
                "`/robots.txt`; question with what would be closed",
                "test_crawl_rules.py::test_the_form_asks_a_second_time_and_shows_what_would_change",
            ),
            Feature(
                24,
                "robots.txt lint and tester",
                "Settings, Crawling; robots.txt tester",
                "message at the field; tester with rules to try",
                "test_seo_robots_txt.py::test_hard_cases_are_read_as_the_standard_says",
            ),
            Feature(
                25,
                "Hidden outside production",
                "PHAROS_ENV, INDEXABLE",
                "`X-Robots-Tag`, banner on every screen of the admin",
                "test_crawl_rules.py::test_a_public_site_that_is_kept_out_says_so_on_every_screen",
            ),
            Feature(
                26,
                "No crawl traps",
                "facet policy",
                "noindex, forms instead of links",
                "test_facet_crawl.py::test_a_crawler_sees_what_the_policy_allows_and_as_many_addresses_as_estimated",
            ),
            Feature(
                27,
                "AI crawlers by purpose",
                "Settings, Crawling",
                "`/robots.txt`",
                "test_crawl_rules.py::test_a_purpose_closes_its_crawlers_and_no_other",
            ),
            Feature(
                28,
                "IETF preference signal",
                "Settings, Crawling (off by default)",
                "`/robots.txt`, `Content-Usage` header of pages",
                "test_crawl_rules.py::test_purposes_are_said_by_header_only_where_it_is_asked_for",
            ),
        ),
    ),
    Group(
        "D",
        "Structured data",
        (
            Feature(
                29,
                "One linked graph with stable ids",
                "nowhere: computed",
                "JSON-LD, API",
                "test_graph.py::test_every_reference_leads_to_a_node_of_this_page_or_of_the_home_page",
            ),
            Feature(
                30,
                "WebSite for the site name",
                "Settings, Organization",
                "JSON-LD of the home page",
                "test_languages.py::test_site_and_organization_are_described_at_the_root_only",
            ),
            Feature(
                31,
                "Organization with identifiers",
                "Settings, Organization",
                "JSON-LD of the home page",
                "test_google.py::test_taking_a_value_away_is_noticed",
            ),
            Feature(
                32,
                "Return policy of the shop",
                "Settings, Delivery, returns, membership",
                "`#returns`, referred to by offers; product page",
                "test_policies.py::test_offers_refer_to_the_shops_terms_and_say_nothing_of_their_own",
            ),
            Feature(
                33,
                "Shipping and loyalty of the shop",
                "Settings, Delivery, returns, membership",
                "`#shipping-…`, `#members`; product page",
                "test_policies.py::test_a_delivery_that_breaks_a_rule_is_refused",
            ),
            Feature(
                34,
                "Product and Offer",
                "product, variants",
                "JSON-LD, page, API, feed",
                "test_google.py::test_taking_a_value_away_is_noticed",
            ),
            Feature(
                35,
                "ProductGroup with `hasVariant`, `variesBy`",
                "variants",
                "JSON-LD",
                "test_graph.py::test_variants_share_one_group_and_differ_in_what_it_says",
            ),
            Feature(
                36,
                "Strikethrough price and sale dates",
                "variant: former price, from, until",
                "JSON-LD, page, feed",
                "test_graph.py::test_a_former_price_stands_beside_an_active_one_without_type",
            ),
            Feature(
                37,
                "Unit price, energy label, 3D model",
                "variant; product",
                "JSON-LD, page, API",
                "test_catalog_traits.py::test_a_unit_price_is_counted_to_the_cent",
            ),
            Feature(
                38,
                "GTIN check digit and prefixes",
                "variant",
                "message at the field",
                "test_seo_commerce.py::test_a_refused_gtin_names_the_rule",
            ),
            Feature(
                39,
                "Reviews and ratings, never of ourselves",
                "Reviews",
                "JSON-LD, page, cards, API",
                "test_reviews.py::test_graph_has_the_rating_once_and_on_the_group",
            ),
            Feature(
                40,
                "Trail = BreadcrumbList, further trails",
                "tree; also listed in",
                "JSON-LD, page, API",
                "test_head_rules.py::test_visible_trail_is_the_one_in_the_graph",
            ),
            Feature(
                41, "Article", "article", "JSON-LD", "test_google.py::test_taking_a_value_away_is_noticed"
            ),
            Feature(
                42,
                "Authors with a page",
                "author pages",
                "ProfilePage, Person",
                "test_head_rules.py::test_each_author_is_a_node_of_their_own",
            ),
            Feature(
                43,
                "LocalBusiness with place and hours",
                "store pages",
                "JSON-LD, page, KML",
                "test_stores.py::test_hours_on_the_page_are_those_of_the_graph",
            ),
            Feature(
                44,
                "Holiday hours, departments, several types",
                "store pages",
                "JSON-LD, page",
                "test_stores.py::test_a_wrong_fact_is_refused_in_words",
            ),
            Feature(
                45,
                "Event",
                "event pages",
                "JSON-LD, page",
                "test_events.py::test_the_page_says_what_the_graph_says",
            ),
            Feature(
                46,
                "Video with clips",
                "video pages",
                "VideoObject, Clip",
                "test_videos.py::test_clips_are_addresses_of_the_same_page",
            ),
            Feature(
                47,
                "Licence and credit of every picture",
                "pictures",
                "ImageObject of every use",
                "test_google.py::test_taking_a_value_away_is_noticed",
            ),
            Feature(
                48,
                "ItemList on lists",
                "nowhere: computed",
                "JSON-LD",
                "test_graph.py::test_a_list_gives_addresses_only",
            ),
            Feature(
                49,
                "Questions and answers as content",
                "FAQ block",
                "page, FAQPage",
                "test_google.py::test_taking_a_value_away_is_noticed",
            ),
            Feature(
                50,
                "JSON-LD of one's own, checked by the vocabulary",
                "Promote, own JSON-LD",
                "merged into the one graph",
                "test_own_markup.py::test_own_nodes_stand_in_the_one_graph_of_page_and_api",
            ),
            Feature(
                51,
                "Google's rules while editing",
                "nowhere: computed",
                "Promote tab",
                "test_promote.py::test_what_google_can_show_follows_its_tables",
            ),
            Feature(
                52,
                "JSON-LD matches the visible text",
                "nowhere: tested",
                "every page",
                "test_seo_visible.py::test_everything_a_golden_page_tells_machines_is_told_to_people",
            ),
            Feature(
                53,
                "All structured data of the site",
                "nowhere: computed",
                "`/api/v1/graphs/`",
                "test_api_lists.py::test_graphs_are_those_of_the_pages_a_few_at_a_time",
            ),
            Feature(
                54,
                "JSON-LD that cannot leave its script",
                "nowhere: by construction",
                "every head",
                "test_hostile.py::test_title_of_a_product_with_everything",
            ),
        ),
    ),
    Group(
        "E",
        "Sitemaps",
        (
            Feature(
                55,
                "Index and files, gzip, 304",
                "nowhere: by construction",
                "`/sitemap.xml` and the files it names",
                "test_sitemap_files.py::test_who_has_a_file_is_told_so",
            ),
            Feature(
                56,
                "`lastmod` that is true",
                "nowhere: compared",
                "sitemap, `dateModified`, visible dates, API",
                "test_lastmod_truth.py::test_a_day_of_edits_moves_exactly_the_right_dates",
            ),
            Feature(
                57,
                "`lastmod` follows price, stock, translation, shared things",
                "nowhere: compared",
                "sitemap, `dateModified`, visible dates, API",
                "test_shared_dates.py::test_what_is_said_of_a_variant_moves_the_thing_in_every_language",
            ),
            Feature(
                58,
                "Image entries",
                "pictures on the page",
                "sitemap",
                "test_sitemap_files.py::test_a_page_names_the_pictures_it_shows_and_no_others",
            ),
            Feature(
                59,
                "Video and news entries, 48 hours",
                "video pages, articles",
                "sitemap, `/sitemap-news.xml`",
                "test_sitemap_files.py::test_news_are_the_articles_of_the_last_two_days_at_the_moment_of_asking",
            ),
            Feature(
                60,
                "hreflang entries",
                "translations",
                "sitemap",
                "test_sitemap_files.py::test_each_language_has_files_of_its_own_that_name_the_others",
            ),
            Feature(
                61,
                "Nothing hidden, private, redirected or repeated",
                "Promote, Indexing",
                "sitemap",
                "test_machine_files.py::test_sitemap_leaves_out_what_nobody_may_list",
            ),
        ),
    ),
    Group(
        "F",
        "Redirects and error pages",
        (
            Feature(
                63,
                "Redirect manager with CSV in and out, patterns, hit counts",
                "Settings, Redirects; `manage.py import_redirects`, `export_redirects`",
                "every old address",
                "test_redirect_import.py::test_each_fault_is_named_with_its_line",
            ),
            Feature(
                64,
                "Automatic redirect on slug change or move, children included",
                "by itself",
                "the former addresses; Promote, Old addresses",
                "test_redirects_of_pages.py::test_a_new_slug_redirects_the_page_and_all_below_in_one_hop",
            ),
            Feature(
                65,
                "301, 302, 307, 308, 410, 451",
                "Settings, Redirects, Answer",
                "status, API `status`",
                "test_redirect_rules.py::test_every_redirect_status_is_answered_by_html_and_api",
            ),
            Feature(
                66,
                "Guided delete: successor, page above, or 410",
                "Delete, of one page or many",
                "the deleted pages’ addresses",
                "test_guided_deletion.py::test_readers_are_sent_to_a_successor_in_their_language",
            ),
            Feature(
                67,
                "No chains, no loops, flattened when written",
                "by itself; a loop is refused with its path",
                "every old address",
                "test_redirect_histories.py::test_no_loop_no_chain_and_no_dead_address_after_any_history",
            ),
            Feature(
                68,
                "404 log with suggestions and one-click fix",
                "Reports, Missing addresses",
                "the address, sent on",
                "test_missed_addresses.py::test_one_click_sends_readers_on_and_another_forgets_the_address",
            ),
            Feature(
                69,
                "Redirects and 410 through the API",
                "Settings, Redirects",
                "`/api/v1/resolve/`, `redirect` and `gone`",
                "test_resolve.py::test_html_and_verdict_agree_on_the_status",
            ),
            Feature(
                70,
                "Real 404 and 410, with a body that helps",
                "nowhere: by construction",
                "status, search box, pages called alike; API `missing`, `gone`",
                "test_missed_addresses.py::test_a_missing_page_helps_with_a_search_and_what_is_called_alike",
            ),
        ),
    ),
    Group(
        "G",
        "Languages",
        (
            Feature(
                71,
                "hreflang with x-default",
                "translations",
                "head, sitemap, API",
                "test_languages.py::test_every_version_names_all_versions_and_itself",
            ),
            Feature(
                72,
                "Reciprocal, valid, 200",
                "nowhere: by construction",
                "head, sitemap, API",
                "test_hreflang_closure.py::test_clusters_stay_closed_whatever_editors_do",
            ),
            Feature(
                73,
                "Only between canonical, indexable pages",
                "nowhere: by construction",
                "head, sitemap, API",
                "test_languages.py::test_only_what_may_be_listed_is_named_as_a_version",
            ),
            Feature(
                74,
                "Slug, meta, alt, graph, `inLanguage` per language",
                "translated pages; Settings, Phrases",
                "everything",
                "test_languages.py::test_a_translated_product_shares_variants_facts_and_price",
            ),
            Feature(
                75,
                "An untranslated copy stays out",
                "nowhere: compared with what was copied",
                "noindex, no sitemap, no hreflang",
                "test_languages.py::test_a_copy_waits_for_its_translation_out_of_sight",
            ),
        ),
    ),
    Group(
        "H",
        "Social",
        (
            Feature(
                76,
                "Open Graph, article and product tags, X card",
                "the page's facts",
                "head, API",
                "test_seo_head.py::test_every_tag_of_a_full_head_is_printed_once",
            ),
            Feature(
                77,
                "Picture of 1200 × 630 with size and alt",
                "share picture, cover",
                "`og:image*`",
                "test_graph.py::test_share_card_has_what_open_graph_asks_for",
            ),
            Feature(
                78,
                "Social preview in the editor",
                "nowhere: computed",
                "Promote tab",
                "test_promote.py::test_a_product_shows_its_price_and_a_picture_drawn_for_the_eye_only",
            ),
            Feature(
                79,
                "Drawn share pictures",
                "nowhere: title, price, logo",
                "`og:image`",
                "test_share_pictures.py::test_a_page_without_a_picture_is_shared_with_its_title_and_price",
            ),
            Feature(
                80,
                "Price and availability tags",
                "variants",
                "`product:*`",
                "test_graph.py::test_head_is_the_golden_one",
            ),
        ),
    ),
    Group(
        "I",
        "Facets and pagination",
        (
            Feature(
                81,
                "Pagination as plain links",
                "nowhere: computed",
                "page",
                "browser/test_pages.py::test_words_and_links_are_the_same_without_javascript",
            ),
            Feature(
                82,
                "Facet policy",
                "category, Filters",
                "links, robots, canonical, sitemap, API",
                "test_facets.py::test_every_other_combination_is_read_but_not_indexed",
            ),
            Feature(
                83,
                "Landing page of a combination",
                "landing pages",
                "a page of its own",
                "test_facets.py::test_a_landing_page_takes_the_place_of_its_combination",
            ),
            Feature(
                84,
                "404 for empty combinations and pages beyond the last",
                "nowhere: computed",
                "404",
                "test_facets.py::test_nonsense_is_missing_where_it_stands",
            ),
            Feature(
                85,
                "Crawl-space estimate",
                "nowhere: computed",
                "category, Filters",
                "test_facets.py::test_the_estimate_is_worked_out_before_a_policy_is_saved",
            ),
        ),
    ),
    Group(
        "J",
        "Local",
        (
            Feature(
                86,
                "Store pages, locator, KML from one record",
                "store pages",
                "page, `stores.kml`",
                "test_stores.py::test_kml_lists_readable_stores_only_and_is_valid_xml",
            ),
            Feature(
                87,
                "Name, address, telephone the same everywhere",
                "store pages",
                "page, JSON-LD, KML, profile export",
                "test_stores.py::test_name_address_and_telephone_are_the_same_everywhere",
            ),
        ),
    ),
    Group(
        "K",
        "Commerce",
        (
            Feature(
                88,
                "Google Merchant feed",
                "products, variants, policies; Reports, Merchant feed",
                "`/feeds/google-….xml`, `.tsv`, per language and currency",
                "test_merchant_attributes.py::test_everything_there_is_is_said_in_both_files",
            ),
            Feature(
                89,
                "Feed = page = graph = API",
                "one function; `manage.py prove_feed`",
                "feed, page, JSON-LD, API",
                "test_merchant_feed.py::test_feed_page_graph_and_api_agree_on_imported_products",
            ),
            Feature(
                90,
                "Lifecycle of products",
                "product, End of life; variants",
                "status, robots, graph, sitemap, feed, lists",
                "test_lifecycle.py::test_stored_dates_say_what_the_policy_says",
            ),
        ),
    ),
    Group(
        "L",
        "Feeds and push",
        (
            Feature(
                91,
                "RSS, Atom, JSON Feed",
                "nowhere: computed",
                "`feed.xml`, `feed.atom`, `feed.json` below home, categories and journals; head, page",
                "test_feeds.py::test_three_formats_say_the_same_of_the_same_entries",
            ),
            Feature(
                92,
                "IndexNow on publish",
                "Settings, IndexNow",
                "calls of the worker, `/<key>.txt`; Reports, IndexNow",
                "test_indexnow.py::test_a_call_is_what_the_protocol_asks_for",
            ),
            Feature(
                93,
                "IndexNow for what ends, moves or changes its price; queue, throttle, log",
                "nowhere: the change log",
                "Reports, IndexNow",
                "test_indexnow.py::test_an_address_is_never_sent_twice_within_five_minutes",
            ),
        ),
    ),
    Group(
        "M",
        "AI surfaces",
        (
            Feature(
                94,
                "llms.txt per site and language",
                "Settings, llms.txt; else the site's own shape",
                "`/llms.txt`, `/ru/llms.txt`; `/agents.md` leads there",
                "test_llms.py::test_what_search_engines_may_not_list_is_never_named",
            ),
            Feature(
                95,
                "Markdown twin of every page",
                "nowhere: computed",
                "`/lamps/index.md`, `Accept: text/markdown`, `rel=alternate`",
                "test_markdown_twins.py::test_a_twin_is_not_listed_and_names_its_page",
            ),
        ),
    ),
    Group(
        "N",
        "Performance",
        (
            Feature(
                99,
                "ETag and 304, tied to what is shown",
                "nowhere: computed",
                "`ETag`, `Last-Modified`, `Cache-Tag` of every public answer",
                "test_caching.py::test_every_answer_has_validators_and_who_has_it_gets_304_without_a_body",
            ),
        ),
    ),
    Group(
        "O",
        "Reports",
        (
            Feature(
                104,
                "Analysis of the rendered page, not of raw fields",
                "nowhere: `manage.py audit_site`, every night",
                "Reports, Site audit",
                "test_audit_crawl.py::test_every_page_is_asked_once_and_knows_its_clicks_from_home",
            ),
            Feature(
                106,
                "Orphan pages and click depth",
                "nowhere: counted by the audit",
                "Reports, Links and click depth",
                "test_audit_desk.py::test_lonely_pages_come_first",
            ),
            Feature(
                107,
                "Site audit with broken links and dated history",
                "`AUDIT_HOUR`, `AUDIT_MAIL`; findings are ignored with a reason",
                "Reports, Site audit; CSV; the management API; mail",
                "test_audit_desk.py::test_what_is_ignored_stays_ignored_in_the_next_audit_and_after_a_move",
            ),
        ),
    ),
)


def as_markdown() -> Iterator[str]:
    """The table as lines of Markdown."""
    for group in GROUPS:
        yield f"\n### {group.letter}. {group.title}\n"
        yield "| # | What | Set in | Comes out in | Proven by |"
        yield "|---|---|---|---|---|"
        for feature in group.features:
            file, _sep, name = feature.test.partition("::")
            yield (
                f"| {feature.number} | {feature.title} | {feature.set_in} | {feature.comes_out} "
                f"| `{name}` in `tests/{file}` |"
            )
