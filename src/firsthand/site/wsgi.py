"""The entry for a web server. FIRSTHAND_SURFACE says which surface it serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firsthand.site.settings")
application = get_wsgi_application()
