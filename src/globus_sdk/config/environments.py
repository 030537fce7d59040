"""Where each service of each hosted environment lives."""

from __future__ import annotations

from .env_vars import get_environment_name, service_url_override


class EnvConfig:
    """The addresses of one environment; subclass it to describe one of your own.

    :cvar envname: its name.
    :cvar domain: the domain of its services; ``<service>_url`` overrides the address of one.
    :cvar no_dotapi: services at ``<service>.<domain>``; others are at ``<service>.api.<domain>``.
    :cvar automate_services: services of the automation domain.
    """

    envname: str
    domain: str
    no_dotapi: list[str] = ["app", "auth"]
    automate_services: list[str] = ["actions", "flows", "timer"]

    @classmethod
    def get_by_name(cls, env: str) -> type[EnvConfig] | None:
        """The configuration of the named environment, or None if there is no such."""
        return next(
            (config for config in EnvConfig.__subclasses__() if config.envname == env), None
        )

    @classmethod
    def get_service_url(cls, service: str) -> str:
        """The base URL of a service in this environment, ending in a slash."""
        address: str | None = getattr(cls, f"{service}_url", None)
        if address is not None:
            return address
        if service in cls.automate_services:
            return f"https://{cls.envname}.{service}.automate.globus.org/"
        label = "" if service in cls.no_dotapi else "api."
        return f"https://{service}.{label}{cls.domain}/"


class ProductionEnvConfig(EnvConfig):
    """The hosted production services."""

    envname = "production"
    domain = "globus.org"
    nexus_url = "https://nexus.api.globusonline.org/"
    actions_url = "https://actions.automate.globus.org/"
    flows_url = "https://flows.automate.globus.org/"
    timer_url = "https://timer.automate.globus.org/"


class PreviewEnvConfig(EnvConfig):
    envname = "preview"
    domain = "preview.globus.org"


class SandboxEnvConfig(EnvConfig):
    envname = "sandbox"
    domain = "sandbox.globuscs.info"


class IntegrationEnvConfig(EnvConfig):
    envname = "integration"
    domain = "integration.globuscs.info"


class TestEnvConfig(EnvConfig):
    envname = "test"
    domain = "test.globuscs.info"


class StagingEnvConfig(EnvConfig):
    envname = "staging"
    domain = "staging.globuscs.info"


def get_service_url(service: str, environment: str | None = None) -> str:
    """The base URL of a service: ``GLOBUS_SDK_SERVICE_URL_<SERVICE>``, else the environment's.

    :raises ValueError: no such environment.
    """
    override = service_url_override(service)
    if override:
        return override
    name = get_environment_name(environment)
    config = EnvConfig.get_by_name(name)
    if config is None:
        raise ValueError(f"Unrecognized environment {name!r}")
    return config.get_service_url(service)


def get_webapp_url(environment: str | None = None) -> str:
    """The base URL of the web application."""
    return get_service_url("app", environment)
