"""The troubleshooting chart: a command asks each question, and a broken cluster proves each end."""
