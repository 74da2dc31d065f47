"""How a form field looks everywhere: label, help, what is wrong, control, in that order."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    """Renders `{{ form.field.as_field_group }}` and `{{ form }}` with templates/django/forms/*.html of this house."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
