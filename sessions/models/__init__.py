"""Tables only: columns, constraints. One file per noun."""

from sessions.models.analyses import Analysis, Cluster, ClusterMember, Run
from sessions.models.base import Base, Moment
from sessions.models.contributions import (
    Contribution,
    ContributionLever,
    ContributionVersion,
    Heart,
    Passage,
)
from sessions.models.journal import Change, Reading
from sessions.models.organisations import (
    Login,
    LoginAttempt,
    Organisation,
    OrganisationMember,
    SetupToken,
    User,
)
from sessions.models.themes import LEVELS, Dissent, KeyGroup, Placement, Theme
from sessions.models.trajectories import Phase, Trajectory
from sessions.models.workshops import Exercise, Lever, Participant, Table, Workshop, WorkshopMember

__all__ = [
    "LEVELS",
    "Analysis",
    "Base",
    "Change",
    "Cluster",
    "ClusterMember",
    "Contribution",
    "ContributionLever",
    "ContributionVersion",
    "Dissent",
    "Exercise",
    "Heart",
    "KeyGroup",
    "Lever",
    "Login",
    "LoginAttempt",
    "Moment",
    "Organisation",
    "OrganisationMember",
    "Participant",
    "Passage",
    "Phase",
    "Placement",
    "Reading",
    "Run",
    "SetupToken",
    "Table",
    "Theme",
    "Trajectory",
    "User",
    "Workshop",
    "WorkshopMember",
]
