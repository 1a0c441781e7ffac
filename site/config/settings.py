"""One settings file, read from the environment. An empty environment is a safe local site.

PHAROS_ENV=production wants SECRET_KEY, DATABASE_URL, ALLOWED_HOSTS and PUBLIC_URL spelled out and
refuses to start without them. Every name read here is described in .env.example.
"""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import get_language_info

import environ

ROOT = Path(__file__).resolve().parent.parent.parent
STATE = ROOT / "var"  # everything a local site writes; git-ignored

# Environment ---------------------------------------------------------------------------------------

env = environ.Env()
if (ROOT / ".env").exists():
    env.read_env(ROOT / ".env")

PHAROS_ENV = env.str("PHAROS_ENV", "local")
if PHAROS_ENV not in {"local", "production"}:
    raise ImproperlyConfigured(f"PHAROS_ENV is {PHAROS_ENV!r}; it must be 'local' or 'production'.")
PRODUCTION = PHAROS_ENV == "production"

if PRODUCTION:
    REQUIRED = ("SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "PUBLIC_URL")
    missing = [name for name in REQUIRED if not env.str(name, "")]
    if missing:
        raise ImproperlyConfigured(f"PHAROS_ENV=production needs {', '.join(missing)} in the environment.")

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "local-only-and-worthless-elsewhere-" + "0" * 32)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
PUBLIC_URL = env.str("PUBLIC_URL", f"http://localhost:{env.int('PORT', 8000)}").rstrip("/")
SECURE = env.bool("SECURE", PRODUCTION)
# Search engines may index only what says so: production, and there only with INDEXABLE left on.
INDEXABLE = PRODUCTION and env.bool("INDEXABLE", True)

# Applications --------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "seo",
    "delivery",
    "cms",
    "headless",
    "audit",
    "visits",
    "home",
    "catalog",
    "stores",
    "demo",
    "wagtail.api.v3",
    "wagtail.contrib.forms",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.locales",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "meta",
    "ninja",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "cms.middleware.CanonicalAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "cms.caching.ConditionalMiddleware",
    "cms.middleware.RobotsHeaderMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "cms.middleware.OwnFormMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "cms.admin_policy.AdminPolicyMiddleware",
    "cms.middleware.PurposeMiddleware",
    "cms.markdown_twin.MarkdownMiddleware",
]

# Unknown addresses are 404 at once; cms.addresses sends those on that were only written in another form.
APPEND_SLASH = False
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "cms.User"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Data ----------------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{STATE / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    if not PRODUCTION:
        STATE.mkdir(exist_ok=True)
    # Writers wait for each other instead of failing; readers never wait for a writer.
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # No query here runs long enough to be worth compiling: a list of 3,000 pages takes 4 ms, and compiling it took 290,
    # because the planner thinks a recursive part (cms.doors) dearer than it is.
    options = DATABASES["default"].setdefault("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} -c jit=off".strip()

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
# Renditions have a cache of their own: thousands of them must not push out the few entries every page asks for.
CACHES["renditions"] = CACHES["default"] | {"KEY_PREFIX": "renditions", "TIMEOUT": 86_400}
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    CACHES["renditions"] |= {"LOCATION": "renditions", "OPTIONS": {"MAX_ENTRIES": 20_000}}
# So have the dates since which addresses answer what they answer: there are as many as addresses people think of.
CACHES["answers"] = CACHES["default"] | {"KEY_PREFIX": "answers"}
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    CACHES["answers"] |= {"LOCATION": "answers", "OPTIONS": {"MAX_ENTRIES": 20_000}}
# And the counters of who asked how often: an attacker with many addresses pushes out counters, never pages.
CACHES["limits"] = CACHES["default"] | {"KEY_PREFIX": "limits"}
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    CACHES["limits"] |= {"LOCATION": "limits", "OPTIONS": {"MAX_ENTRIES": 50_000}}
# And the API's answers, for a minute (headless.kept): some thousand, of a few kB each.
CACHES["kept"] = CACHES["default"] | {"KEY_PREFIX": "kept"}
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    CACHES["kept"] |= {"LOCATION": "kept", "OPTIONS": {"MAX_ENTRIES": 2_000}}

# Wagtail's tasks go through the django-tasks package, ours through Django; both read this setting. "immediate" runs a
# task at once, in the process that asked for it; "database" leaves it to the worker.
TASKS_RUN = env.str("TASKS", "database" if PRODUCTION else "immediate")
if TASKS_RUN not in {"immediate", "database"}:
    raise ImproperlyConfigured(f"TASKS is {TASKS_RUN!r}; it must be 'immediate' or 'database'.")
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if TASKS_RUN == "database"
        else "django_tasks.backends.immediate.ImmediateBackend"
    }
}

# Who hears of every change: dotted names of functions called as delivery.relay says.
CHANGE_CONSUMERS = [
    "delivery.indexnow.queue.consume",
    "delivery.purge.purging.consume",
    "delivery.webhooks.queue.consume",
]
# Who answers what delivery must ask of pages (delivery.indexnow.queue.Pages).
INDEXNOW_PAGES = "cms.pushed.PushedPages"

# A cache in front of the site that understands tags (delivery.purge.backends), and how long it may keep an answer.
PURGE_BACKEND = env.str("PURGE_BACKEND", "")
PURGE_URL = env.str("PURGE_URL", "")
PURGE_TOKEN = env.str("PURGE_TOKEN", "")
CDN_SECONDS = env.int("CDN_SECONDS", 0)
if PURGE_BACKEND and not PURGE_URL:
    raise ImproperlyConfigured("PURGE_BACKEND needs PURGE_URL, the address the cache is told at.")
# Hosts of our own network that webhooks may call, over http too; every other must be public and speak https.
WEBHOOK_PRIVATE_HOSTS = env.list(
    "WEBHOOK_PRIVATE_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "::1"]
)
# How long counts of old and missing addresses wait in a process before they are written together.
TALLY_SECONDS = 10

# Days for which a change is kept once every consumer has it.
CHANGES_KEPT = env.int("CHANGES_KEPT", 90)
# What the worker runs by the clock: a function or a command, and seconds between two beginnings or a time of day in
# TIME_ZONE.
PERIODIC: list[tuple[str, int | str]] = [
    ("publish_scheduled", 60),
    ("cms.changes.record_moments", 60),
    ("cms.models.changing.settle_dates", 60),
    ("audit.starting.work", 60),
    ("delivery.indexnow.sending.send_due", 60),
    ("delivery.purge.purging.send_due", 5),
    ("delivery.webhooks.sending.send_due", 1),
    ("delivery.worker.find_lost_tasks", 300),
    ("delivery.relay.retry_undelivered", 3600),
    ("headless.preview.models.prune", 3600),
    ("delivery.relay.prune", "04:10"),
    ("delivery.worker.prune_tasks", "04:20"),
    ("headless.idempotency.prune", 3600),
    ("delivery.webhooks.sending.forget_old", "04:25"),
    ("prune_visits", "04:30"),
    ("catalog.feed_report.judge_all", "04:40"),
    ("headless.jobs.running.work", 2),
    ("headless.jobs.models.prune", "04:50"),
]
# Who writes the rows of bulk writes, by kind, and how much is taken in at once as lines.
JOB_KINDS = {
    "products": "catalog.bulk.kinds.ProductsJob",
    "prices": "catalog.bulk.kinds.FiguresJob",
    "stock": "catalog.bulk.kinds.FiguresJob",
}
BULK_ROWS = env.int("BULK_ROWS", 100_000)
BULK_BYTES = env.int("BULK_BYTES", 25 * 1024 * 1024)

WORKER_HEARTBEAT = env.str("WORKER_HEARTBEAT", "/tmp/worker-heartbeat")  # noqa: S108

MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(STATE / "media")))
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(STATE / "static")))
# Static and media by Django: for local work only, nginx does it in production.
SERVE_FILES = env.bool("SERVE_FILES", not PRODUCTION)
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# What each app knows of a site that an audit compares with what it sees; see audit/truth.py.
AUDIT_TRUTHS = ["catalog.truth.tell", "stores.truth.tell"]
# Ways to see a page from its editor beside its HTML (cms.previewing.PreviewMode).
PREVIEW_MODES = ["headless.preview.panel.FrontEndMode"]
# The hour (0-23, TIME_ZONE) at which the worker audits every site; None for never. Mail tells of new errors.
AUDIT_HOUR = env.int("AUDIT_HOUR", 3) if env.str("AUDIT_HOUR", "3") else None
AUDIT_MAIL = env.bool("AUDIT_MAIL", False)

# Mail ----------------------------------------------------------------------------------------------

_mail = urlsplit(env.str("EMAIL_URL", f"file://{STATE / 'mail'}"))
if _mail.scheme == "file":
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": _mail.path},
        }
    }
else:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": _mail.hostname or "localhost",
                "port": _mail.port or 25,
                "username": _mail.username or "",
                "password": _mail.password or "",
                "use_tls": _mail.scheme == "smtp+tls",
                "timeout": 10,
            },
        }
    }
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Pharos <pharos@localhost>")

# Language and time ---------------------------------------------------------------------------------

# The first language is the default: its addresses have no prefix, and what is not a page's own is written in it.
_codes = env.list("LANGUAGES", default=["en-gb", "ru", "ar"])
LANGUAGE_CODE = _codes[0]
_alone = {code for code in _codes if [c.partition("-")[0] for c in _codes].count(code.partition("-")[0]) == 1}
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    # A language without a sibling needs no region to be known by: English, not British English.
    (code, get_language_info(code.partition("-")[0] if code in _alone else code)["name_local"])
    for code in _codes
]
LOCALE_PATHS = [ROOT / "locale"]
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# Wagtail -------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Pharos"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAIL_PAGE_MODEL = "cms.Page"
WAGTAILIMAGES_IMAGE_MODEL = "cms.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000
WAGTAILIMAGES_JPEG_QUALITY = 80
WAGTAILIMAGES_WEBP_QUALITY = 78
WAGTAILIMAGES_AVIF_QUALITY = 60
WAGTAILDOCS_EXTENSIONS = [
    "csv",
    "docx",
    "key",
    "mp4",
    "odt",
    "pdf",
    "pptx",
    "rtf",
    "txt",
    "webm",
    "xlsx",
    "zip",
]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 10
WAGTAILAPI_DOCS_ENABLED = True
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
TAGGIT_CASE_INSENSITIVE = True

# django-meta prints the plain tags of a Head; it decides nothing itself.
META_SITE_PROTOCOL = urlsplit(PUBLIC_URL).scheme
META_SITE_DOMAIN = urlsplit(PUBLIC_URL).netloc

# Security ------------------------------------------------------------------------------------------

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "cms.views.csrf_failure"
LOGIN_URL = "wagtailadmin_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[PUBLIC_URL])
# Proxies whose X-Forwarded-For is believed: addresses or networks. Without one, who connects is who asks.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
# How often an address, or a bearer token, may ask either API; empty for no limit. Counted in the cache: per process
# with the local one.
API_RATE_ANONYMOUS = env.str("API_RATE_ANONYMOUS", "3000/minute")
# Seconds for which a public answer of the delivery API is kept as long as the change log names nothing of it; 0 makes
# every answer anew. No more than the time any cache may keep it (headless.contract.MAX_AGE).
API_KEPT_SECONDS = env.int("API_KEPT_SECONDS", 60)
if not 0 <= API_KEPT_SECONDS <= 60:
    raise ImproperlyConfigured(f"API_KEPT_SECONDS is {API_KEPT_SECONDS}; it must be between 0 and 60.")
# Origins whose pages may write through the APIs, or read with a token, in a browser; the sites' own and those of their
# front ends may anyway.
API_ORIGINS = env.list("API_ORIGINS", default=[])
# Whether pages of every origin may read what is public, in a browser; else listed origins only, as of writes.
API_OPEN_READS = env.bool("API_OPEN_READS", True)
API_RATE_TOKEN = env.str("API_RATE_TOKEN", "12000/minute")
X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin shows previews in frames, hence the silenced advice
SILENCED_SYSTEM_CHECKS = ["security.W019"]
# The site and the API run under this policy; the admin has its own (cms.admin_policy), because Wagtail's
# editor still ships inline scripts.
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "frame-src": [
        CSP.SELF,
        "https://www.youtube-nocookie.com",
        "https://www.youtube.com",
        "https://player.vimeo.com",
    ],
    "style-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}

# Logging -------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # One line per task and per log entry drowns everything else.
    "loggers": {"django_tasks": {"level": "WARNING"}, "wagtail": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}
