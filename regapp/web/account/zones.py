from sqlalchemy import select

from regapp.database import db
from regapp.models import Membership, Organisation, User

ELSEWHERE = "Asia/Almaty"


def zone_of(user: User) -> str:
    """On whose clock the account's pages tell times: that of its first organisation."""
    zones = (
        select(Organisation.zone)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.user_id == user.id)
        .order_by(Membership.id)
        .limit(1)
    )
    return db.session.scalars(zones).first() or ELSEWHERE
