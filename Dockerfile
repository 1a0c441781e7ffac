# One image for web, worker and the one-shot migration; docker-compose.yml says which command runs.

FROM python:3.13-slim-trixie AS build

ENV UV_PROJECT_ENVIRONMENT=/app/.venv \
    UV_PYTHON=/usr/local/bin/python3 \
    UV_PYTHON_DOWNLOADS=never \
    UV_LINK_MODE=copy \
    UV_COMPILE_BYTECODE=1 \
    UV_SYSTEM_CERTS=true \
    PIP_ROOT_USER_ACTION=ignore \
    PIP_NO_CACHE_DIR=1

RUN python3 -m venv /opt/uv && /opt/uv/bin/pip install --quiet --disable-pip-version-check "uv>=0.8,<1"

WORKDIR /app
COPY pyproject.toml uv.lock .python-version ./
RUN /opt/uv/bin/uv sync --frozen --no-dev --no-cache --no-progress

COPY . .
# Static files belong to the code, so they are collected, hashed and compressed once, here. The key is
# used for this one command and never leaves the layer.
ENV PYTHONPATH=/app:/app/site PATH=/app/.venv/bin:$PATH
RUN PHAROS_ENV=production SECRET_KEY=only-for-collecting-static-files DATABASE_URL=sqlite:////tmp/none.sqlite3 \
    ALLOWED_HOSTS=localhost PUBLIC_URL=http://localhost STATIC_ROOT=/app/var/static \
    python manage.py collectstatic --noinput --verbosity 0 \
 && python deploy/compress_static.py /app/var/static \
 && python -m compileall -q . -x '\.venv'


FROM python:3.13-slim-trixie

ENV PATH=/app/.venv/bin:$PATH \
    PYTHONPATH=/app:/app/site \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PHAROS_ENV=production \
    STATIC_ROOT=/app/var/static \
    MEDIA_ROOT=/srv/media

# The two folders that become volumes exist in the image with the right owner, which a new volume copies.
RUN groupadd --gid 10001 pharos \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin pharos \
 && install -d -o pharos -g pharos -m 755 /srv/media /srv/static

WORKDIR /app
COPY --from=build /app /app

USER 10001:10001
EXPOSE 8000
CMD ["deploy/web"]
