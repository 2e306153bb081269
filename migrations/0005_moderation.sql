-- What makes relays doubtful, what was seen of them, who decided, which sites are on a list, and appeals.

-- The console's lists and figures: relays by arrival, and by site. What they count by is in the index itself.
CREATE INDEX relay_received ON relay (campaign_id, received_at) INCLUDE (state, via, reason)
--;
CREATE INDEX relay_by_site ON relay (campaign_id, site, received_at) INCLUDE (state)
--;
-- Credits of the last days; they come in the order of their time.
CREATE INDEX credit_at ON credit USING brin (at)
--;
-- Every doubt about a held relay, the weightiest first; the counted relay that it nearly copies.
ALTER TABLE relay ADD COLUMN doubts text[] NOT NULL DEFAULT '{}', ADD COLUMN near_copy_of text
--;
-- The moderators' queue, the oldest first; and the same of one doubt.
CREATE INDEX relay_held ON relay (campaign_id, received_at, id) WHERE state = 'held'
--;
CREATE INDEX relay_held_doubt ON relay (campaign_id, (doubts[1]), received_at, id) WHERE state = 'held'
--;
CREATE INDEX relay_held_site ON relay (campaign_id, site, received_at, id) WHERE state = 'held'
--;
-- Sites under one domain, for bursts.
CREATE INDEX relay_domain ON relay (campaign_id, (regexp_replace(site, '^[^.]+\.', '')), received_at)
--;
-- What a look saw beside the facts: texts only of what a human has to judge; of counted posts the print alone, with the
-- bands by which near-copies of them are found.
CREATE TABLE relay_seen (
  relay_id text PRIMARY KEY,
  campaign_id text NOT NULL,
  at timestamptz NOT NULL,
  excerpt text,
  around jsonb,
  print bytea,
  bands integer[]
)
--;
CREATE INDEX relay_seen_bands ON relay_seen USING gin (bands) WITH (fastupdate = off)
--;
-- What moderators decided. Deleted with the relay it is about, never changed.
CREATE TABLE moderation (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  relay_id text NOT NULL,
  campaign_id text NOT NULL,
  at timestamptz NOT NULL,
  decision text NOT NULL CHECK (decision IN ('approve', 'refuse', 'spam')),
  reason text,
  -- What the author of the post reads beside the reason.
  words text,
  by_name text NOT NULL,
  account_id text,
  appeal_id text
)
--;
CREATE INDEX moderation_relay ON moderation (relay_id, id)
--;
CREATE TRIGGER moderation_append_only BEFORE UPDATE OR TRUNCATE ON moderation
  FOR EACH STATEMENT EXECUTE FUNCTION append_only()
--;
-- Lists of sites: of a campaign, or (campaign_id null) of the whole installation. The last entry of a site holds.
CREATE TABLE site_listing (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  campaign_id text,
  site text NOT NULL,
  listing text NOT NULL CHECK (listing IN ('none', 'allowed', 'held', 'refused')),
  why text NOT NULL,
  by_name text NOT NULL,
  account_id text,
  at timestamptz NOT NULL
)
--;
CREATE INDEX site_listing_site ON site_listing (site, campaign_id, id)
--;
CREATE INDEX site_listing_campaign ON site_listing (campaign_id, id)
--;
CREATE TRIGGER site_listing_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON site_listing
  FOR EACH STATEMENT EXECUTE FUNCTION append_only()
--;
-- Appeals against refusals. The e-mail address is deleted when it has been answered; with the relay's data go its
-- texts, and what is left is what is counted publicly.
CREATE TABLE appeal (
  id text PRIMARY KEY,
  relay_id text,
  campaign_id text NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'accepted', 'refused', 'withdrawn')),
  why text,
  email text,
  language text NOT NULL CHECK (language IN ('fr', 'en')),
  -- Who refused, where it was a person, and why.
  refused_by text,
  refused_reason text,
  -- When the post was claimed: accepted, it counts as of then.
  claimed_at timestamptz NOT NULL,
  made_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  decided_at timestamptz,
  decided_by text,
  decided_name text,
  words text,
  CHECK ((state = 'open') = (decided_at IS NULL))
)
--;
CREATE UNIQUE INDEX appeal_open ON appeal (relay_id) WHERE state = 'open'
--;
CREATE INDEX appeal_relay ON appeal (relay_id, made_at)
--;
CREATE INDEX appeal_waiting ON appeal (campaign_id, due_at, id) WHERE state = 'open'
--;
CREATE INDEX appeal_decided ON appeal (campaign_id, due_at, id) WHERE state <> 'open'
