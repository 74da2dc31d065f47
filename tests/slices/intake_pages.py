"""A browser without scripts: reads the forms of a page and sends them as it would, hidden fields and all."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[dict[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.form, self.select, self.area = [], None, None, None

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form":
            self.form = Form(said.get("action", ""), said.get("method", "get"))
            self.forms.append(self.form)
        elif self.form is None:
            return
        elif tag == "input" and (said.get("type") not in {"radio", "checkbox"} or "checked" in said):
            self.form.fields.append((said["name"], said.get("value") or ""))
        elif tag == "textarea":
            self.area = [said["name"], ""]
        elif tag == "select":
            self.select = said["name"]
        elif tag == "option" and "selected" in said:
            self.form.fields.append((self.select, said.get("value") or ""))
        elif tag == "button":
            self.form.buttons.append(said)

    def handle_data(self, data):
        if self.area:
            self.area[1] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.form.fields.append((self.area[0], self.area[1].removeprefix("\n")))
            self.area = None
        elif tag == "form":
            self.form = None


def forms_on(response):
    reader = _Reader()
    reader.feed(response.content.decode())
    return [form for form in reader.forms if "/language/" not in form.action]


def form_with(response, value):
    """The place of the first form of this page with a button, or a hidden field, of this value."""
    for place, form in enumerate(forms_on(response)):
        if value in {button.get("value") for button in form.buttons} | {said for _, said in form.fields}:
            return place
    raise AssertionError(f"no form says {value}")


def form_to(response, end):
    """The place of the first form of this page that is sent to an address with this end."""
    return next(place for place, form in enumerate(forms_on(response)) if form.action.endswith(end))


def send(client, response, *, form=0, to=None, **typed):
    """Fill in a form of this page and send it; a list answers a field that may have several values. `to` follows another button."""
    found = forms_on(response)[form]
    data = {}
    for name, value in found.fields:
        data.setdefault(name, []).append(value)
    data |= {name.replace("__", "-"): value if isinstance(value, list) else [value] for name, value in typed.items()}
    return client.post(to or found.action, data)


def walk_to_check(client, code, *, words="The marked heron stood in the water.", **uses):
    """From the first question to the page where all is checked; uses are yes or no, `use__store` yes unless said."""
    page = client.get(f"/give/{code}/words/")
    page = send(client, page, words=words)
    page = send(client, page, year="2025", month="3")
    page = send(client, page, country="KE", area="town")
    page = send(client, page, acts=["arrest", "extortion"])
    return send(client, page, **({"use__store": "yes"} | uses))
