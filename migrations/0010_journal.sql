-- The campaign's journal: entries with dated edits and images, comments, who follows them.

CREATE TABLE journal_entry (
  id text PRIMARY KEY,
  campaign_id text NOT NULL REFERENCES campaign,
  -- In the address; unique within the campaign and never changed once published.
  slug text NOT NULL,
  language text NOT NULL CHECK (language IN ('fr', 'en')),
  title text NOT NULL,
  -- Markdown, as it was typed.
  body text NOT NULL,
  author text NOT NULL,
  comments_open boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL,
  -- Null: a draft.
  published_at timestamptz,
  changed_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1,
  UNIQUE (campaign_id, slug)
)
--;
CREATE INDEX journal_entry_published ON journal_entry (campaign_id, published_at DESC, id)
--;
-- A dated edit of a published entry: what the reader is told, and the text as it was before.
CREATE TABLE journal_edit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  entry_id text NOT NULL REFERENCES journal_entry,
  at timestamptz NOT NULL,
  note text NOT NULL,
  title_before text NOT NULL,
  body_before text NOT NULL
)
--;
CREATE INDEX journal_edit_entry ON journal_edit (entry_id, id)
--;
-- Images as we encoded them anew: nothing of the uploaded file is kept.
CREATE TABLE journal_image (
  id text PRIMARY KEY,
  campaign_id text NOT NULL REFERENCES campaign,
  alt text NOT NULL,
  width integer NOT NULL,
  height integer NOT NULL,
  bytes bytea NOT NULL,
  created_at timestamptz NOT NULL
)
--;
CREATE INDEX journal_image_campaign ON journal_image (campaign_id, created_at)
--;
CREATE TABLE journal_comment (
  id text PRIMARY KEY,
  campaign_id text NOT NULL REFERENCES campaign,
  entry_id text NOT NULL REFERENCES journal_entry,
  parent_id text,
  -- The place in the thread: the numbers of its ancestors and its own, fixed width, joined by points.
  place text COLLATE "C" NOT NULL,
  name text NOT NULL,
  -- Never published. Empty once erased.
  email text NOT NULL,
  site text,
  body text NOT NULL,
  language text NOT NULL CHECK (language IN ('fr', 'en')),
  -- checking: held until a spam checker has answered.
  state text NOT NULL CHECK (state IN ('checking', 'held', 'published', 'refused', 'erased')),
  reasons text[] NOT NULL DEFAULT '{}',
  score integer NOT NULL DEFAULT 0,
  -- Opens the writer's own page; a keyed hash.
  token_hash bytea NOT NULL UNIQUE,
  -- Tells that the same text came before; a keyed hash of its normal form.
  text_hash bytea NOT NULL,
  -- Network address and browser, kept only where a checker is told them, until it was.
  sender jsonb,
  created_at timestamptz NOT NULL,
  edited_at timestamptz,
  decided_at timestamptz
)
--;
CREATE SEQUENCE journal_comment_number
--;
CREATE INDEX journal_comment_thread ON journal_comment (entry_id, place) WHERE state IN ('published', 'erased')
--;
CREATE INDEX journal_comment_waiting ON journal_comment (campaign_id, created_at) WHERE state IN ('held', 'checking')
--;
CREATE INDEX journal_comment_email ON journal_comment (lower(email), created_at)
--;
CREATE INDEX journal_comment_text ON journal_comment (text_hash, created_at)
--;
-- Somebody wants to read what is answered. Nothing is sent before the address was confirmed.
CREATE TABLE journal_follower (
  id text PRIMARY KEY,
  entry_id text NOT NULL REFERENCES journal_entry,
  email text NOT NULL,
  language text NOT NULL CHECK (language IN ('fr', 'en')),
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  confirmed_at timestamptz
)
--;
CREATE UNIQUE INDEX journal_follower_once ON journal_follower (entry_id, lower(email))
--;
-- A link by which somebody reads and erases all comments left with an address.
CREATE TABLE journal_access (
  token_hash bytea PRIMARY KEY,
  email text NOT NULL,
  until timestamptz NOT NULL
)
--;
-- Posts that lead to a page below the campaign's, and posts that came after its end: both few among all.
CREATE INDEX relay_below ON relay (campaign_id, received_at) WHERE target ~ '/c/[a-z0-9-]+/[^/?#]'
--;
CREATE INDEX relay_after ON relay (campaign_id, received_at) WHERE state = 'refused' AND reason = 'campaign_closed'
