"""The register, inspections, concerns, and what schools are supported with."""
