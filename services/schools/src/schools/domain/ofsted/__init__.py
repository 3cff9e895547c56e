"""Ofsted's management information: a file with up to three inspections of each school in a row."""
