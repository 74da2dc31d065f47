"""What the invented network writes. `{…}` are the Refs of what the story made before."""

from __future__ import annotations

REPORT_TITLE = "What the police take"
REPORT_SUBTITLE = "An invented shadow report, made of invented testimony, to show how one is made"

REPORT = """\
## Before you read

This is a demonstration. The network, its members and everyone quoted are invented; the numbers count generated testimonies. \
What is real is the way from a testimony to a sentence: every number and every quotation below can be asked where it comes from.[^how]

## What happened

The people who told us named many things that were done to them. Most named more than one.

{{{{figure:{acts}}}}}

{{{{quote:{first}}}}}

## Who did it, and where we work

Members in five regions opened their doors. What people told differs from region to region, and so does the law.

{{{{figure:{places}}}}}

{{{{quote:{second}}}}}

## What has been promised

The state under review was asked to act, and answered [@{commitment}]. A promise is only worth what follows it; we will look again, \
on a day that we name, and say what we found.

{{{{quote:{third}}}}}

## What we ask

1. Repeal the fines and by-laws under which people are stopped.
2. Make it possible to report violence without being arrested for the work.
3. Let the people it concerns sit where it is decided, and count whose words stand in what comes out.

[^how]: Words are sealed when they come in, quoted only under their giver's own consent, made anonymous by one person and read by a second.
"""

UNFIT_TITLE = "A brief that must not be published"

UNFIT = """\
## Words that were taken back

{{{{quote:{withdrawn}}}}}

## A number that nobody read a second time

{{{{figure:{unread}}}}}

## A promise that is in no register

They promised [@C-000000].
"""
