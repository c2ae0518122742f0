"""Every write of this slice, one module each: `supervision.services.supervise(...)`."""

from bihuan.supervision.services.opening import promise, supervise, take_charge

__all__ = ["promise", "supervise", "take_charge"]
