"""Acts: what a statement does, in the order in which the model scores them."""

from typing import get_args

from onrecord.record import Act

ACTS: tuple[Act, ...] = get_args(Act)
