"""Snakemake's executor plugins that a site may use: which are installed, and which settings they have."""

from __future__ import annotations

import dataclasses
import importlib
import importlib.util
import pkgutil
from typing import Any

from reelmake.documents.project import SiteConfig
from reelmake.kernel.errors import NotFound, ValidationFailed, did_you_mean

_PREFIX = "snakemake_executor_plugin_"
_OURS = "reelmake_slurm"


def installed_plugins() -> list[str]:
    """Return the executor plugins that are installed, by the names that ``config/sites.yaml`` uses."""
    found = (module.name.removeprefix(_PREFIX) for module in pkgutil.iter_modules() if module.name.startswith(_PREFIX))
    return sorted(_name_in_config(name) for name in found if name != _OURS)


def _name_in_config(module: str) -> str:
    name = module.replace("_", "-")
    return "slurm-community" if name == "slurm" else name


def require_plugin(site_id: str, site: SiteConfig) -> None:
    """Raise NotFound if the executor plugin of a site is not installed."""
    if not site.plugin or importlib.util.find_spec(_PREFIX + site.plugin.replace("-", "_")) is not None:
        return
    known = ["local", "slurm", *installed_plugins()]
    raise NotFound(
        f"the executor {site.executor!r} is not installed{did_you_mean(site.executor, known)}",
        where=f"config/sites.yaml, sites.{site_id}.executor",
        allowed=", ".join(known),
        remedy=f"install Snakemake's plugin: pip install snakemake-executor-plugin-{site.plugin}",
        reason="NO_EXECUTOR",
    )


def plugin_settings(site_id: str, site: SiteConfig) -> dict[str, str | int | float | bool]:
    """Return the settings of a site's executor plugin; raise an error if one is unknown or a required one missing."""
    require_plugin(site_id, site)
    known = _fields(site.plugin)
    for name in site.settings:
        if name not in known:
            raise ValidationFailed(
                f"the executor {site.executor} has no setting {name!r}{did_you_mean(name, known)}",
                where=f"config/sites.yaml, sites.{site_id}.settings",
                allowed=", ".join(known) or "(it has no settings)",
                remedy="correct the name, or remove the setting",
                reason="UNKNOWN_SETTING",
            )
    missing = [name for name, required in known.items() if required and name not in site.settings]
    if missing:
        raise ValidationFailed(
            f"the executor {site.executor} needs the setting {missing[0]}",
            where=f"config/sites.yaml, sites.{site_id}.settings",
            allowed=", ".join(known),
            remedy=f"add {missing[0]} there",
            reason="MISSING_SETTING",
        )
    return dict(site.settings)


def _fields(plugin: str) -> dict[str, bool]:
    """Return the settings a plugin has, and whether each is required."""
    module: Any = importlib.import_module(_PREFIX + plugin.replace("-", "_"))
    settings = getattr(module, "ExecutorSettings", None)
    if settings is None:
        return {}
    return {
        field.name.replace("_", "-"): bool(field.metadata.get("required", False))
        for field in dataclasses.fields(settings)
    }
