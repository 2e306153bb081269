-- Campaigns as actors of the fediverse (ActivityPub).
-- The key that an actor signs with; its private half sealed under the house's secret.
CREATE TABLE fediverse_key (
  campaign_id text PRIMARY KEY REFERENCES campaign (id),
  public_jwk jsonb NOT NULL,
  sealed bytea NOT NULL,
  made_at timestamptz NOT NULL
)
--;
-- Actors of others whose key we read lately: what their own server said of them.
CREATE TABLE fediverse_actor (
  id text PRIMARY KEY,
  key_id text NOT NULL,
  key_pem text NOT NULL,
  inbox text NOT NULL,
  -- One person is one site: `host/@name`.
  site text NOT NULL,
  name text,
  fetched_at timestamptz NOT NULL
)
--;
CREATE INDEX fediverse_actor_key ON fediverse_actor (key_id)
--;
CREATE TABLE fediverse_follower (
  campaign_id text NOT NULL REFERENCES campaign (id),
  actor text NOT NULL,
  -- The shared inbox of their server where it has one.
  inbox text NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (campaign_id, actor)
)
--;
CREATE INDEX fediverse_follower_inbox ON fediverse_follower (inbox)
--;
-- Activities that were taken: one that comes again does nothing.
CREATE TABLE fediverse_taken (
  activity text PRIMARY KEY,
  at timestamptz NOT NULL
)
--;
CREATE INDEX fediverse_taken_at ON fediverse_taken (at)
--;
-- Boosts: a signed act of its author, which few servers show to others.
CREATE TABLE fediverse_boost (
  id text PRIMARY KEY,
  actor text NOT NULL,
  note text NOT NULL,
  at timestamptz NOT NULL,
  undone_at timestamptz
)
--;
CREATE INDEX fediverse_boost_actor ON fediverse_boost (actor)
--;
-- What a campaign says: that it is open, a milestone, how it ended.
CREATE TABLE fediverse_note (
  id text PRIMARY KEY,
  campaign_id text NOT NULL REFERENCES campaign (id),
  kind text NOT NULL CHECK (kind IN ('opening', 'milestone', 'closing')),
  -- The milestone, in units; 0 for the others.
  milestone bigint NOT NULL,
  -- Sentences by language.
  words jsonb NOT NULL,
  at timestamptz NOT NULL,
  UNIQUE (campaign_id, kind, milestone)
)
--;
-- Posts that may show a note of ours within them (FEP-044f).
CREATE TABLE fediverse_quote (
  id text PRIMARY KEY,
  campaign_id text NOT NULL REFERENCES campaign (id),
  note text NOT NULL,
  post text NOT NULL,
  at timestamptz NOT NULL,
  UNIQUE (note, post)
)
--;
-- What waits to be sent. Messages to one inbox go in their order, and one that is dead is asked once for all of them.
CREATE TABLE fediverse_delivery (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  campaign_id text NOT NULL REFERENCES campaign (id),
  inbox text NOT NULL,
  body text NOT NULL,
  next_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  failing_since timestamptz
)
--;
CREATE INDEX fediverse_delivery_inbox ON fediverse_delivery (inbox, id)
--;
-- Found by their address when one is changed, deleted or undone.
CREATE INDEX relay_fediverse ON relay (source) WHERE via = 'activitypub' OR kind = 'share'
--;
-- How many people of one server wrote lately: a server can invent its people.
CREATE INDEX relay_server ON relay (campaign_id, split_part(site, '/', 1), received_at) WHERE kind IN ('share', 'mention')
