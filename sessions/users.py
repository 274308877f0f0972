"""Accounts: making them, signing in and out. Passwords arrive here hashed or are checked by a function
that the web passes in, because argon2 takes its time and the writer has none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from sessions import words
from sessions.access import may_make_workshops
from sessions.errors import Busy, Conflict, Forbidden, Invalid, Missing
from sessions.models import Login, LoginAttempt, Organisation, OrganisationMember, SetupToken, User
from sessions.text import clean, fingerprint

LOGIN_LASTS = timedelta(days=14)
SHORTEST_PASSWORD = 10
ATTEMPTS_PER_WINDOW = 8
ATTEMPT_WINDOW = timedelta(minutes=10)
ROLES = ("admin", "facilitator", "analyst", "observer")
NAMED_ONLY = "!"
"""Instead of a hash: no password matches it. Whoever has it is named by an archive and has no account."""


def check_new(email: str, name: str, password: str, language: str) -> None:
    """Raises: Invalid with the fields that a new account cannot have."""
    errors: dict[str, list[str]] = {}
    if not _looks_like_mail(email):
        errors["email"] = [words.say(language, "Dit is geen e-mailadres. Het ziet eruit als naam@plaats.be.")]
    if not clean(name):
        errors["name"] = [words.say(language, "Vul je naam in.")]
    if len(password) < SHORTEST_PASSWORD:
        sentence = words.mark("Neem een wachtwoord van minstens %(length)d tekens.")
        errors["password"] = [words.say(language, sentence, length=SHORTEST_PASSWORD)]
    if errors:
        raise Invalid(errors)


def _looks_like_mail(email: str) -> bool:
    name, at, host = email.strip().rpartition("@")
    return bool(name and at and "." in host and " " not in email.strip()) and len(email) <= 254


def create(
    db: Session, *, email: str, name: str, password_hash: str, role: str, language: str, now: datetime
) -> int:
    """There is one more account; returns its id. `role` is admin, facilitator, analyst or observer.

    Somebody whom only an archive named so far keeps what stands under that name, roles included.

    Raises: Conflict when the address is in use.
    """
    email = email.strip().lower()
    user = db.scalar(select(User).where(User.email == email))
    if user is not None and user.password_hash != NAMED_ONLY:
        raise Conflict(f"there is already an account for {email}")
    if user is None:
        user = User(email=email)
        db.add(user)
    user.name, user.password_hash, user.language = clean(name), password_hash, language
    user.is_administrator = role == "admin"
    user.created_at, user.disabled_at = now, None
    db.flush()
    organisation_id = db.scalar(select(Organisation.id).order_by(Organisation.id).limit(1))
    if organisation_id is None:
        organisation = Organisation(name=clean(name), created_at=now)
        db.add(organisation)
        db.flush()
        organisation_id = organisation.id
    db.add(
        OrganisationMember(
            organisation_id=organisation_id, user_id=user.id, role="owner" if role == "admin" else role
        )
    )
    db.flush()
    return user.id


def needs_setup(db: Session) -> bool:
    """Whether nobody administers this installation yet."""
    return db.scalar(select(User.id).where(User.is_administrator).limit(1)) is None


def first_to_lead(db: Session) -> User | None:
    """Who a command acts for when it names nobody: the first administrator, else the first facilitator."""
    active = select(User).where(User.disabled_at.is_(None)).order_by(User.id).limit(1)
    administrator = db.scalar(active.where(User.is_administrator))
    if administrator is not None:
        return administrator
    leading = OrganisationMember.role.in_(("owner", "facilitator"))
    return db.scalar(active.join(OrganisationMember, OrganisationMember.user_id == User.id).where(leading))


def by_email(db: Session, email: str) -> User | None:
    """The account with that address."""
    return db.scalar(
        select(User).where(User.email == email.strip().lower(), User.password_hash != NAMED_ONLY)
    )


def named_in_an_archive(db: Session, email: str, name: str, *, now: datetime) -> int:
    """The id of the account with that address; without one, of a name under which nobody can sign in."""
    user_id = db.scalar(select(User.id).where(User.email == email))
    if user_id is None:
        user = User(email=email, name=clean(name), password_hash=NAMED_ONLY, created_at=now, disabled_at=now)
        db.add(user)
        db.flush()
        user_id = user.id
    return user_id


def home_organisation(db: Session, user: User | None, *, name: str, now: datetime) -> int:
    """The id of the organisation in which this user starts workshops, else of the first one; on an empty
    installation one with that name is made, which the first administrator renames at set-up."""
    own = may_make_workshops(db, user) if user is not None else []
    organisation_id = own[0] if own else db.scalar(select(Organisation.id).order_by(Organisation.id).limit(1))
    if organisation_id is None:
        organisation = Organisation(name=name, created_at=now)
        db.add(organisation)
        db.flush()
        organisation_id = organisation.id
    return organisation_id


def offer_setup(db: Session, token: str, *, now: datetime) -> None:
    """`token` is the one right to make the first administrator; an earlier one no longer counts."""
    db.execute(delete(SetupToken))
    db.add(SetupToken(token_hash=fingerprint(token), created_at=now))


def setup_open(db: Session, token: str) -> bool:
    found = db.scalar(select(SetupToken).where(SetupToken.token_hash == fingerprint(token)))
    return found is not None and found.used_at is None and needs_setup(db)


def set_up(
    db: Session,
    token: str,
    *,
    organisation: str,
    email: str,
    name: str,
    password_hash: str,
    language: str,
    now: datetime,
) -> int:
    """The first administrator and their organisation exist; the token is used up.

    Raises: Missing when the token is unknown, used, or somebody administers already.
    """
    if not setup_open(db, token):
        raise Missing("setup token")
    # A command may have been here first; what it made gets its name now.
    own = db.get_one(Organisation, home_organisation(db, None, name=name, now=now))
    own.name = clean(organisation) or clean(name)
    user_id = create(
        db,
        email=email,
        name=name,
        password_hash=password_hash,
        role="admin",
        language=language,
        now=now,
    )
    db.scalars(select(SetupToken)).one().used_at = now
    return user_id


def may_try(db: Session, email: str, *, now: datetime) -> None:
    """Raises: Busy after too many failed sign-ins for one address, known or not."""
    since = now - ATTEMPT_WINDOW
    count = db.scalar(
        select(func.count())
        .select_from(LoginAttempt)
        .where(LoginAttempt.email_hash == fingerprint(email.strip().lower()), LoginAttempt.at > since)
    )
    if (count or 0) >= ATTEMPTS_PER_WINDOW:
        raise Busy(retry_after=int(ATTEMPT_WINDOW.total_seconds()))


def check_password(db: Session, email: str, verify: Callable[[str | None], bool]) -> int:
    """The id of the account. `verify` gets the hash, or None for an unknown address, and takes equally
    long for both.

    Raises: Forbidden for a wrong password, an unknown address and a closed account alike.
    """
    user = db.scalar(select(User).where(User.email == email.strip().lower()))
    right = verify(user.password_hash if user is not None else None)
    if user is None or not right or user.disabled_at is not None:
        raise Forbidden("sign-in")
    return user.id


def note_failure(db: Session, email: str, *, now: datetime) -> None:
    db.execute(delete(LoginAttempt).where(LoginAttempt.at < now - ATTEMPT_WINDOW))
    db.add(LoginAttempt(email_hash=fingerprint(email.strip().lower()), at=now))


def forget_failures(db: Session, email: str) -> None:
    """The throttle starts anew for an address that just signed in."""
    db.execute(delete(LoginAttempt).where(LoginAttempt.email_hash == fingerprint(email.strip().lower())))


def accounts(db: Session) -> list[tuple[User, str]]:
    """Every account of the installation with its role, by name."""
    rows = db.execute(
        select(User, OrganisationMember.role)
        .where(User.password_hash != NAMED_ONLY)
        .outerjoin(OrganisationMember, OrganisationMember.user_id == User.id)
        .order_by(User.name, User.id)
    )
    return [(user, "admin" if user.is_administrator else role or "observer") for user, role in rows]


def sign_in(db: Session, user_id: int, token: str, *, now: datetime) -> None:
    """The browser that holds `token` is this user's, for two weeks."""
    db.add(
        Login(token_hash=fingerprint(token), user_id=user_id, created_at=now, expires_at=now + LOGIN_LASTS)
    )


def sign_out(db: Session, token: str, *, now: datetime) -> None:
    login = db.scalar(select(Login).where(Login.token_hash == fingerprint(token)))
    if login is not None:
        login.ended_at = now


def signed_in(db: Session, token: str, *, now: datetime) -> User | None:
    """Whose browser holds this token, if it still counts."""
    return db.scalar(
        select(User)
        .join(Login, Login.user_id == User.id)
        .where(
            Login.token_hash == fingerprint(token),
            Login.ended_at.is_(None),
            Login.expires_at > now,
            User.disabled_at.is_(None),
        )
    )
