-- Sites whose feed is read, and the entries of theirs that were looked at. Trackback is one more way by which a post arrives.

ALTER TABLE relay DROP CONSTRAINT relay_via_check
--;
ALTER TABLE relay ADD CONSTRAINT relay_via_check
  CHECK (via IN ('webmention', 'pingback', 'form', 'feed', 'activitypub', 'trackback'))
--;
CREATE TABLE feed_site (
  id text PRIMARY KEY,
  campaign_id text NOT NULL REFERENCES campaign,
  -- The address that was typed in, in one spelling, and the site it belongs to: only that site's posts are taken.
  address text NOT NULL,
  site text NOT NULL,
  -- Found at the first visit.
  feed text,
  etag text,
  last_modified text,
  registered_at timestamptz NOT NULL,
  -- Since when the site was seen to link to the campaign.
  confirmed_at timestamptz,
  removed_at timestamptz,
  polled_at timestamptz,
  -- The last poll that found a new entry.
  changed_at timestamptz,
  failures integer NOT NULL DEFAULT 0,
  problem text,
  -- Null: polled no more. Put off at the start of a poll, so that a process that dies holds it up for minutes only.
  next_at timestamptz,
  UNIQUE (campaign_id, address)
)
--;
CREATE INDEX feed_site_next ON feed_site (next_at) WHERE next_at IS NOT NULL
--;
CREATE INDEX feed_site_registered ON feed_site (registered_at)
--;
CREATE TABLE feed_entry (
  feed_site_id text NOT NULL REFERENCES feed_site ON DELETE CASCADE,
  -- SHA-256 of the entry's address and what it holds: an entry that was edited is looked at again.
  digest bytea NOT NULL,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (feed_site_id, digest)
)
