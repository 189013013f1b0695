"""The same programme, dispatch with storage over years, built in several ways and compared."""
