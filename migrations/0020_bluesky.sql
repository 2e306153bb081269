-- Posts on Bluesky, told of by the public stream.
ALTER TABLE relay DROP CONSTRAINT relay_via_check
--;
ALTER TABLE relay ADD CONSTRAINT relay_via_check CHECK (via IN ('webmention', 'pingback', 'form', 'feed', 'activitypub', 'trackback', 'bluesky'))
--;
-- Found by their address when the stream says that one is gone.
CREATE INDEX relay_bluesky ON relay (source) WHERE source LIKE 'https://bsky.app/%'
--;
-- How far each stream was read: microseconds, as its server counts them.
CREATE TABLE stream_cursor (
  stream text PRIMARY KEY,
  at_us bigint NOT NULL,
  saved_at timestamptz NOT NULL
)
