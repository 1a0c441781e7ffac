"""webhooks/: who is told of changes, and what they were told (delivery.webhooks), for programs."""
