-- Subscriptions to the hubs that feeds name (W3C WebSub): whoever is told at once need not ask so often.

CREATE TABLE feed_hub (
  id text PRIMARY KEY,
  feed_site_id text NOT NULL UNIQUE REFERENCES feed_site ON DELETE CASCADE,
  hub text NOT NULL,
  -- What the hub is asked to tell of: the feed's own address, as the feed gives it.
  topic text NOT NULL,
  -- asked: sent to the hub, which has yet to ask back. stopping: to be ended. stopped: ended, or refused by the hub.
  state text NOT NULL CHECK (state IN ('asked', 'active', 'stopping', 'stopped')),
  asked_at timestamptz NOT NULL,
  tries integer NOT NULL DEFAULT 1,
  lease_until timestamptz,
  told_at timestamptz,
  -- The last poll that found a post of which the hub had not told.
  missed_at timestamptz
)
--;
CREATE INDEX feed_hub_state ON feed_hub (state)
