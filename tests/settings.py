"""The site's settings with what tests need otherwise: no files kept, no mail sent, quick passwords."""

from config.settings import *  # noqa: F403

DEBUG = False
PUBLIC_URL = "https://shop.example"
ALLOWED_HOSTS = ["shop.example", "testserver", "localhost", "127.0.0.1"]
SECURE_SSL_REDIRECT = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "renditions"},
    "answers": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "answers"},
    "kept": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept"},
    "limits": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "limits"},
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# Nobody is counted but where a test is about it.
API_RATE_ANONYMOUS = API_RATE_TOKEN = ""
# And every answer is made anew but where a test is about kept ones.
API_KEPT_SECONDS = 0
TALLY_SECONDS = 0  # counts are written at once
META_SITE_PROTOCOL = "https"
META_SITE_DOMAIN = "shop.example"
# No audit of the night, whatever the clock says.
AUDIT_HOUR = None
# A test that has a receiver on this machine says so itself.
WEBHOOK_PRIVATE_HOSTS = []
