"""Backup of an installation, and its restoration: database, files and certificates in one file."""
