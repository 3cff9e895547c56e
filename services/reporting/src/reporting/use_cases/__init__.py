"""What reporting does: record events, publish a report, rebuild the read models, find journeys."""
