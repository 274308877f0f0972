"""The forms of the people at a desk. What the domain refuses is put next to the field that it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from werkzeug.datastructures import MultiDict
from wtforms import (
    DateField,
    EmailField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice

from sessions.access import ROLES
from sessions.errors import Invalid
from sessions.exercises.answers import AtMost, FormData, Needed, SpokenForm, as_form, said, trimmed
from sessions.time_zones import USUAL, named, zones
from sessions.users import ROLES as ACCOUNT_ROLES
from sessions.words import LANGUAGES, again

TOUCHED = "touched"
"""The field with which a page names the fields that were changed on it."""


def over(known: Mapping[str, Any], posted: MultiDict[str, str]) -> FormData | MultiDict[str, str]:
    """What was posted. From a page that says which fields were changed on it: those, over what is `known` by
    now, because a colleague may have changed the others since that page was loaded."""
    if TOUCHED not in posted:
        return posted
    touched, kept = set(posted.getlist(TOUCHED)), as_form(known)
    fields = {name: kept.getlist(name) for name in kept if name not in touched}
    return FormData(fields | {name: posted.getlist(name) for name in touched if name in posted})


SPOKEN = [SelectChoice(code, name) for code, name in LANGUAGES.items()]
ZONES = [SelectChoice(zone, named(zone)) for zone in zones()]
ROLE_NAMES = {
    "admin": said("beheerder"),
    "facilitator": said("begeleider"),
    "moderator": said("moderator"),
    "analyst": said("analist"),
    "observer": said("waarnemer"),
}
VIEW_NAMES = {
    "join": said("Meedoen"),
    "cards": said("Kaarten"),
    "findings": said("Vaststellingen"),
    "lotus": said("Lotusbloem"),
    "levers": said("Hefbomen"),
    "tree": said("Boom"),
    "preconditions": said("Randvoorwaarden"),
    "sorting": said("Sorteren"),
    "themes": said("Thema’s"),
    "result": said("Uitslag"),
    "solution": said("Oplossingsruimte"),
}


class DeskForm(SpokenForm):
    """Choices too are said in the language of the form."""

    def __init__(self, *arguments: Any, **given: Any) -> None:
        super().__init__(*arguments, **given)
        for field in self:
            choices = getattr(field, "choices", None)
            if choices:
                field.choices = [SelectChoice(each.value, field.gettext(each.label)) for each in choices]

    @classmethod
    def filled(cls, spoken: str, /, **values: Any) -> Self:
        """The form as it is first shown."""
        return cls(None, data=values, meta={"language": spoken})

    def refuse(self, refusal: Invalid) -> None:
        """What the domain said stands next to the fields; what belongs to none, at the first one."""
        for name, sentences in refusal.errors.items():
            field = self[name] if name in self else next(iter(self))
            whole: Any = self.meta
            field.errors = [*field.errors, *(again(whole.language, said) for said in sentences)]


class Day(DateField):
    """A date; what was typed stays."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(self.gettext(said("Kies een dag."))) from None


class Whole(IntegerField):
    """A whole number; what was typed stays."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(self.gettext(said("Vul een getal in."))) from None


def _email(**hints: str) -> EmailField:
    return EmailField(
        said("E-mailadres"),
        filters=[trimmed],
        validators=[Needed(said("Vul je e-mailadres in."))],
        render_kw={"autocapitalize": "none", "spellcheck": "false", **hints},
    )


class SetupForm(DeskForm):
    organisation = StringField(
        said("Je organisatie"),
        filters=[trimmed],
        validators=[Needed(said("Vul de naam van je organisatie in.")), AtMost(120)],
        render_kw={"autocomplete": "organization"},
    )
    name = StringField(
        said("Je naam"),
        filters=[trimmed],
        validators=[Needed(said("Vul je naam in.")), AtMost(120)],
        render_kw={"autocomplete": "name"},
    )
    email = _email(autocomplete="username")
    password = PasswordField(
        said("Wachtwoord"),
        description=said("Minstens 10 tekens. Een zin van een paar woorden is goed."),
        render_kw={"autocomplete": "new-password"},
    )


class SignInForm(DeskForm):
    email = _email(autocomplete="username")
    password = PasswordField(
        said("Wachtwoord"),
        validators=[Needed(said("Vul je wachtwoord in."))],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class AccountForm(DeskForm):
    name = StringField(
        said("Naam"), validators=[Needed(said("Vul een naam in.")), AtMost(120)], filters=[trimmed]
    )
    email = _email(autocomplete="off")
    role = SelectField(
        said("Rol"),
        choices=[SelectChoice(role, ROLE_NAMES[role]) for role in ACCOUNT_ROLES],
        default="facilitator",
    )
    password = PasswordField(
        said("Eerste wachtwoord"),
        description=said("Minstens 10 tekens. Geef het zelf door."),
        render_kw={"autocomplete": "new-password"},
    )


class DetailsForm(DeskForm):
    """What a workshop is called, when it is, in which language, at how many tables."""

    title = StringField(
        said("Naam"),
        filters=[trimmed],
        validators=[Needed(said("Geef de workshop een naam.")), AtMost(120)],
        render_kw={"autocomplete": "off"},
    )
    held_on = Day(said("Dag"))
    starts_at = StringField(said("Begin"), filters=[trimmed], render_kw={"type": "time"})
    language = SelectField(said("Taal van de workshop"), choices=SPOKEN)
    tables = Whole(said("Tafels"), render_kw={"min": "1", "max": "60", "inputmode": "numeric"})


class HallDetailsForm(DetailsForm):
    """The same of one that is there, with its clock and until when it is kept."""

    time_zone = SelectField(said("Tijdzone"), choices=ZONES, validate_choice=False)
    retention_on = Day(said("Bewaard tot"))


class WorkshopForm(DetailsForm):
    """A new workshop: the choices of `script` are filled in by the page."""

    script = RadioField(said("Draaiboek"), choices=[], validate_choice=False)
    trajectory = StringField(
        said("Traject"),
        description=said("Leeg is een losse workshop. Workshops met dezelfde naam van traject staan samen."),
        filters=[trimmed],
        validators=[AtMost(160)],
        render_kw={"autocomplete": "off", "list": "trajecten"},
    )
    time_zone = SelectField(
        said("Tijdzone"),
        choices=ZONES,
        default=USUAL,
        validate_choice=False,
        filters=[lambda zone: zone or USUAL],
    )


class StepForm(DeskForm):
    """What every step has; its kind adds a form of settings."""

    title = StringField(
        said("Naam van de stap"),
        filters=[trimmed],
        validators=[Needed(said("Geef de stap een naam.")), AtMost(120)],
    )
    prompt = TextAreaField(
        said("De vraag op telefoon en wand"),
        filters=[trimmed],
        validators=[AtMost(400)],
        render_kw={"rows": 1},
    )
    minutes = Whole(said("Minuten"), render_kw={"min": "1", "max": "480", "inputmode": "numeric"})


class OwnScriptForm(DeskForm):
    """Under which name the present programme is kept."""

    name = StringField(
        said("Naam van het draaiboek"),
        filters=[trimmed],
        validators=[Needed(said("Geef het draaiboek een naam.")), AtMost(60)],
        render_kw={"autocomplete": "off"},
    )
    summary = StringField(
        said("Waarvoor is het?"),
        description=said("Eén zin, voor wie het later kiest."),
        filters=[trimmed],
        validators=[AtMost(240)],
        render_kw={"autocomplete": "off"},
    )


class MemberForm(DeskForm):
    email = _email(autocomplete="off")
    role = SelectField(
        said("Rol"), choices=[SelectChoice(role, ROLE_NAMES[role]) for role in ROLES], default="analyst"
    )


class HideForm(DeskForm):
    reason = StringField(
        said("Waarom verberg je dit?"),
        description=said("Wie het schreef, leest dit op de telefoon en kan de tekst aanpassen."),
        filters=[trimmed],
        validators=[Needed(said("Zeg kort waarom. Wie het schreef, leest dit.")), AtMost(400)],
        render_kw={"autocomplete": "off"},
    )
