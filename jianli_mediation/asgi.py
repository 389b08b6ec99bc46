import os

from django.core.asgi import get_asgi_application

from jianli_mediation.core.launch import ensure_started

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jianli_mediation.settings")
ensure_started()
application = get_asgi_application()
