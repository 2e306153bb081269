-- Pages of relayers who chose to have one: all that a site's posts made possible.

CREATE TABLE relayer_page (
  -- A host, or a host with the part of its path that is one author's: `blog.example`, `medium.example/@kiwi`.
  scope text PRIMARY KEY,
  -- How they want to be called; empty: by the scope.
  name text NOT NULL,
  language text NOT NULL CHECK (language IN ('fr', 'en')),
  shown_at timestamptz NOT NULL
)
