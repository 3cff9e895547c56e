"""Finding a service's contracts and migrations, installed as a wheel or from the work tree."""

from importlib.util import find_spec
from pathlib import Path


def package_folder(package: str, name: str) -> Path:
    """The folder `name` of a service: inside the wheel, else beside its src.

    Raises FileNotFoundError where neither is there.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"the package {package} is not installed")
    inside = Path(spec.origin).parent
    for candidate in (inside / name, inside.parent.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"{package} has no folder {name}")
