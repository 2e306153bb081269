-- Reserved.

SELECT 1
