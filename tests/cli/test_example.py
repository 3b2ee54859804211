"""What klint says of the shop that comes with it, whole."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

    from tests.conftest import Klint

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SAID = """\
examples/shop/config.yaml:10:3: error[duplicate-key] key 'theme.css' is set twice; the last one wins
examples/shop/nightly.yaml:2:13: error[removed-api] Kubernetes 1.25 removed batch/v1beta1 CronJob; use batch/v1
examples/shop/orders.yaml:18:28: error[bad-enum] \
spec.template.spec.containers[0].imagePullPolicy is "ifNotPresent"; did you mean IfNotPresent?
examples/shop/orders.yaml:23:22: error[wrong-type] \
spec.template.spec.containers[0].env[1].value is an integer, not a string
examples/shop/web.yaml:11:12: error[mismatched-selector] \
Deployment web selects app=web, but its pods have app=website
examples/shop/web.yaml:27:13: error[unknown-field] \
Probe has no field initialDelaySecond; did you mean initialDelaySeconds?
examples/shop/web.yaml:30:30: error[bad-quantity] \
spec.template.spec.containers[0].resources.limits.memory is "256MB", which is no quantity
examples/shop/web.yaml:32:21: error[missing-volume] container web mounts volume assets, which the pod does not have
examples/shop/web.yaml:48:13: error[wrong-type] spec.ports[0].port is a string, not an integer
Found 9 errors; 7 objects in 5 files checked against Kubernetes 1.37
"""


def test_the_shop(klint: Klint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    run = klint("check", "--isolated", "examples/shop", "-o", "concise", "-k", "1.37")
    assert run.code == 1
    assert run.out == SAID
