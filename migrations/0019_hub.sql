-- Who is told when a feed of ours changes (W3C WebSub).
CREATE TABLE hub_subscriber (
  id text PRIMARY KEY,
  -- The feed's path, `/c/noel/relays.atom`.
  topic text NOT NULL,
  callback text NOT NULL,
  -- Signs what is sent; null for none.
  secret text,
  -- Null until the subscriber confirmed it.
  lease_until timestamptz,
  -- What was asked and not confirmed yet.
  asked text CHECK (asked IN ('subscribe', 'unsubscribe')),
  asked_secret text,
  asked_lease integer,
  -- SHA-256 of the feed as the subscriber last took it.
  taken bytea,
  -- When the next attempt may be made; failed attempts in a row, and since when.
  next_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  failing_since timestamptz,
  UNIQUE (topic, callback)
)
--;
CREATE INDEX hub_subscriber_asked ON hub_subscriber (next_at) WHERE asked IS NOT NULL
