"""Sending one message to one target."""

from sync.central.alerts.targets import Target


def send(target: Target, title: str, body: str) -> bool:
    """Whether the target's server took the message; it may take some seconds to say no."""
    from apprise import Apprise, AppriseAsset, NotifyFormat

    way = Apprise(asset=AppriseAsset(app_id="Hài Lòng", app_desc="Hài Lòng", app_url=""))
    return bool(way.add(target.url)) and bool(
        way.notify(title=title, body=body, body_format=NotifyFormat.TEXT)
    )
