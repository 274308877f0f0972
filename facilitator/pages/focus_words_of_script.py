"""The sentences that the script of a member's pages says."""

from __future__ import annotations

from flask_babel import gettext as _

from facilitator.pages.phone_words import hint_words


def of_the_script() -> dict[str, str]:
    return {
        "saved": _("bewaard op dit toestel"),
        "waiting": _("Je tekst staat op dit toestel. Hij vertrekt vanzelf zodra er verbinding is."),
        "sending": _("Je tekst vertrekt nu."),
        "sent": _("Je tekst is verzonden."),
        "refused": _("Niet verzonden. Je tekst staat er nog."),
        "started": _("je begon te schrijven"),
        "onDevice": _("staat op dit toestel, vertrekt vanzelf"),
        "some": _("Er wacht nog iets op dit toestel. Het vertrekt vanzelf."),
        "fresh": _("Er is iets nieuws op deze pagina."),
        "up": _("Hoger: %(title)s", title="%(title)s"),
        "down": _("Lager: %(title)s", title="%(title)s"),
        "moved": _(
            "%(title)s staat op plaats %(to)s van %(last)s.", title="%(title)s", to="%(to)s", last="%(last)s"
        ),
        "marked": _("Aangeduid: %(word)s. Dank je.", word="%(word)s"),
        "notMarked": _("Dat lukte niet. Probeer het zo meteen opnieuw."),
        "most": _("Duid er hoogstens %(most)s aan.", most="%(most)s"),
        "remove": _("Haal weg: %(word)s", word="%(word)s"),
        "copied": _("Gekopieerd."),
        **hint_words(),
    }
