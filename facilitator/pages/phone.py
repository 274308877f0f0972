"""What a participant sees: joining, the page on the phone, and the acts on it. The addresses in one place."""

from __future__ import annotations

from flask import Blueprint

from facilitator.packed import packed
from facilitator.pages import (
    phone_acts,
    phone_elsewhere,
    phone_finding,
    phone_join,
    phone_meant,
    phone_order,
    phone_page,
    phone_sort,
    phone_table,
)

pages = Blueprint("phone", __name__)
pages.after_request(packed)

pages.add_url_rule("/j", "typed", phone_join.typed, methods=["GET", "POST"])
pages.add_url_rule("/j/<path:code>", "join", phone_join.join, methods=["GET", "POST"])
pages.add_url_rule("/j/<code>/again", "again", phone_elsewhere.again, methods=["GET", "POST"])
# The code to scan holds its address in capitals.
pages.add_url_rule("/J/<path:code>", "join", phone_join.join, methods=["GET", "POST"])
pages.add_url_rule("/p/<int:workshop_id>", "phone", phone_page.phone)
pages.add_url_rule("/p/<int:workshop_id>/others", "others", phone_page.others)
pages.add_url_rule("/p/<int:workshop_id>/token", "token", phone_page.token)
pages.add_url_rule("/p/<int:workshop_id>/elsewhere", "elsewhere", phone_elsewhere.elsewhere, methods=["POST"])
pages.add_url_rule("/p/<int:workshop_id>/me", "me", phone_acts.me, methods=["POST"])
pages.add_url_rule(
    "/p/<int:workshop_id>/steps/<int:exercise_id>/contributions",
    "contribute",
    phone_acts.contribute,
    methods=["POST"],
)
pages.add_url_rule(
    "/p/<int:workshop_id>/steps/<int:exercise_id>/order", "order", phone_order.order, methods=["POST"]
)
pages.add_url_rule(
    "/p/<int:workshop_id>/steps/<int:exercise_id>/piles", "sort", phone_sort.sort, methods=["POST"]
)
pages.add_url_rule(
    "/p/<int:workshop_id>/passages/<int:passage_id>/meant", "meant", phone_meant.meant, methods=["POST"]
)
_own = "/p/<int:workshop_id>/contributions/<int:contribution_id>"
pages.add_url_rule(_own, "edit", phone_page.edit, methods=["GET"])
pages.add_url_rule(_own, "correct", phone_acts.correct, methods=["POST"])
pages.add_url_rule(f"{_own}/withdraw", "withdraw", phone_acts.withdraw, methods=["POST"])
pages.add_url_rule(f"{_own}/put-back", "put_back", phone_acts.put_back, methods=["POST"])
pages.add_url_rule(f"{_own}/heart", "heart", phone_acts.heart, methods=["POST"])
pages.add_url_rule(f"{_own}/place", "lay", phone_table.lay, methods=["POST"])
pages.add_url_rule(f"{_own}/agree", "agree", phone_finding.agree, methods=["POST"])
pages.add_url_rule(f"{_own}/clear", "clear", phone_table.clear, methods=["POST"])
pages.add_url_rule("/p/<int:workshop_id>/onward", "onward", phone_table.onward, methods=["POST"])
