"""What a member of a focus group sees and does. The addresses in one place."""

from __future__ import annotations

from flask import Blueprint

from facilitator.packed import packed
from facilitator.pages import focus_acts, focus_me, focus_page, focus_words

pages = Blueprint("focus", __name__)
pages.after_request(packed)

_w = "/f/<int:workshop_id>"
_question = f"{_w}/questions/<int:exercise_id>"
_answer = f"{_w}/answers/<int:contribution_id>"

pages.add_url_rule(_w, "day", focus_page.day)
pages.add_url_rule(f"{_w}/rounds/<int:round_id>", "round", focus_page.round_page)
pages.add_url_rule(_question, "question", focus_page.question)
pages.add_url_rule(f"{_question}/stimuli/<int:stimulus_id>", "stimulus", focus_page.stimulus)
pages.add_url_rule(f"{_question}/answer", "answer", focus_acts.answer, methods=["POST"])
pages.add_url_rule(_answer, "said", focus_page.said)
pages.add_url_rule(f"{_answer}/correct", "correct", focus_acts.correct, methods=["POST"])
pages.add_url_rule(f"{_answer}/withdraw", "withdraw", focus_acts.withdraw, methods=["POST"])
pages.add_url_rule(f"{_answer}/put-back", "put_back", focus_acts.put_back, methods=["POST"])
pages.add_url_rule(f"{_answer}/reply", "reply", focus_acts.reply, methods=["POST"])
pages.add_url_rule(f"{_answer}/thanks", "thank", focus_acts.thank, methods=["POST"])
pages.add_url_rule(
    f"{_w}/probes/<int:probe_id>/reply", "reply_to_probe", focus_acts.reply_to_probe, methods=["POST"]
)
pages.add_url_rule(f"{_w}/words", "words", focus_words.words)
pages.add_url_rule(f"{_w}/hints", "hints", focus_words.hints)
pages.add_url_rule(f"{_w}/marks", "mark", focus_words.mark, methods=["POST"])
pages.add_url_rule(
    f"{_w}/marks/<int:mark_id>/withdraw", "withdraw_mark", focus_words.withdraw_mark, methods=["POST"]
)
pages.add_url_rule(f"{_w}/terms/<int:term_id>/meaning", "mean", focus_words.mean, methods=["POST"])
pages.add_url_rule(f"{_w}/meanings/<int:meaning_id>/agree", "agree", focus_words.agree, methods=["POST"])
pages.add_url_rule(
    f"{_w}/meanings/<int:meaning_id>/withdraw", "withdraw_meaning", focus_words.take_back, methods=["POST"]
)
pages.add_url_rule(f"{_w}/me", "me", focus_me.me)
pages.add_url_rule(f"{_w}/me", "change_me", focus_me.change, methods=["POST"])
pages.add_url_rule(f"{_w}/me/leave", "leave", focus_me.leave, methods=["POST"])
pages.add_url_rule(f"{_w}/me/data", "own_data", focus_me.own_data)
pages.add_url_rule(f"{_w}/token", "token", focus_page.token)
