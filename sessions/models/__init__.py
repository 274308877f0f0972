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
    OwnScript,
    SetupToken,
    User,
)
from sessions.models.places import FINDING, LOTUS, PETALS, Agreement, Place
from sessions.models.themes import LEVELS, Dissent, KeyGroup, Placement, Rating, Theme
from sessions.models.trajectories import Phase, Trajectory
from sessions.models.vision import TREE_PARTS, Ingredient, LeverArrow, TreePart
from sessions.models.workshops import (
    Exercise,
    Handover,
    Lever,
    Participant,
    Table,
    Workshop,
    WorkshopMember,
)

__all__ = [
    "FINDING",
    "LEVELS",
    "LOTUS",
    "PETALS",
    "TREE_PARTS",
    "Agreement",
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
    "Handover",
    "Heart",
    "Ingredient",
    "KeyGroup",
    "Lever",
    "LeverArrow",
    "Login",
    "LoginAttempt",
    "Moment",
    "Organisation",
    "OrganisationMember",
    "OwnScript",
    "Participant",
    "Passage",
    "Phase",
    "Place",
    "Placement",
    "Rating",
    "Reading",
    "Run",
    "SetupToken",
    "Table",
    "Theme",
    "Trajectory",
    "TreePart",
    "User",
    "Workshop",
    "WorkshopMember",
]
