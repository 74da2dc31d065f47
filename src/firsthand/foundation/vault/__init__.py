"""The vault: sealed at rest. `sealing` needs only public keys; `opening` needs a private key that the server does not hold."""
