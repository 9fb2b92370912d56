"""kubectl's commands, one file each; ``kubectl.COMMANDS`` lists them."""
