"""A Hub of our own: what the real clients need of one, on loopback, with faults on request.

`running` has what tests use, `script` what the server can be told, `routes` what it answers. It says as little as the
Hub does: repositories are `repository` and `objects`; large files go by `lfs` to `storing`, or by Xet to `cas`.
"""
