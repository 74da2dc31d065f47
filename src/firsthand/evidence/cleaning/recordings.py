"""Recordings and films, put anew into their container: sound and picture as they are, without what stands beside them.

Tracks of other kinds go (places, movements, subtitles, covers), and with them all names, times and devices; of the packets only the bytes
that are decoded stay, and of H.264, HEVC and AV1 not the messages in between in which cameras and encoders write. What is heard or seen
stays, and so does what an encoder wove into the sound itself. Nothing is encoded again: a copy sounds and looks as the original does.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import av
from av.bitstream import BitStreamFilterContext
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Disposition, Stream

from firsthand.evidence.cleaning.refused import DoesNotRead, HoldsMore

_of_mp4 = frozenset({"h264", "hevc", "av1", "vp9", "aac", "mp3", "alac", "ac3", "opus"})
_of_3gp = frozenset({"h263", "h264", "amr_nb", "amr_wb", "aac"})
_of_mov = frozenset({"h264", "hevc", "aac", "alac", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be"})
_of_webm = frozenset({"vp8", "vp9", "av1", "opus", "vorbis"})
_of_matroska = _of_webm | {"h264", "hevc", "aac", "mp3", "flac", "ac3", "pcm_s16le"}
_of_wav = frozenset({"pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_alaw", "pcm_mulaw"})

# What a file is, to the ways in which it can be written: (container, what may be in it, ending); the first that fits is taken.
_ways: dict[str, tuple[tuple[str, frozenset[str], str], ...]] = {
    "mov,mp4,m4a,3gp,3g2,mj2": (("mp4", _of_mp4, "mp4"), ("3gp", _of_3gp, "3gp"), ("mov", _of_mov, "mov")),
    "matroska,webm": (("webm", _of_webm, "webm"), ("matroska", _of_matroska, "mkv")),
    "ogg": (("ogg", frozenset({"opus", "vorbis", "flac"}), "ogg"),),
    "mp3": (("mp3", frozenset({"mp3"}), "mp3"),),
    "wav": (("wav", _of_wav, "wav"),),
    "flac": (("flac", frozenset({"flac"}), "flac"),),
    "amr": (("amr", frozenset({"amr_nb", "amr_wb"}), "amr"),),
    "aac": (("adts", frozenset({"aac"}), "aac"),),
}
_messages_of_av1 = "filter_units=remove_types=5"
_messages = {"h264": frozenset({6}), "hevc": frozenset({39, 40})}  # supplemental enhancement information, by its type of unit
_reading = {"enable_drefs": "0", "use_absolute_path": "0"}  # what a file says lies elsewhere is not looked for (that is the default, too)
_options = {"fflags": "+bitexact"}
_options_of = {"mp3": {"id3v2_version": "0", "write_id3v1": "0"}}
_harmless = {"vendor_id": {"[0][0][0][0]", "FFMP"}, "handler_name": {"VideoHandler", "SoundHandler"}, "language": {"und", "eng"}}
_own = frozenset({"encoder", "major_brand", "minor_version", "compatible_brands", "duration"})


def cleaned_recording(data: bytes) -> tuple[bytes, str] | None:
    """A clean copy and its ending; None where this is no recording.

    Raises:
        DoesNotRead: it looks like one, and is damaged.
        HoldsMore: its sound or picture is of a kind that cannot be put anew.
    """
    try:
        source = av.open(io.BytesIO(data), "r", metadata_errors="ignore", options=_reading)
    except (av.error.FFmpegError, ValueError):
        return None
    try:
        with source:
            if source.format.name not in _ways:
                return None
            return _put_anew(source)
    except av.error.InvalidDataError:
        raise DoesNotRead from None  # not chained: the message may repeat what it stumbled over
    except (av.error.FFmpegError, ValueError, IndexError, OSError):
        raise HoldsMore from None


def _put_anew(source: InputContainer) -> tuple[bytes, str]:
    tracks = [each for each in source.streams if each.type in {"video", "audio"} and not each.disposition & Disposition.attached_pic]
    container, ending = _way(source.format.name, tracks)
    out = io.BytesIO()
    with av.open(out, "w", format=container, options=_options | _options_of.get(container, {})) as target:
        _copy(source, tracks, target)
    _look_again(out.getvalue(), len(tracks))
    is_sound = all(track.type == "audio" for track in tracks)
    return out.getvalue(), "m4a" if ending == "mp4" and is_sound else ending


def _way(found: str, tracks: list[Stream]) -> tuple[str, str]:
    codecs = {track.codec_context.codec.canonical_name for track in tracks}
    for container, allowed, ending in _ways[found]:
        if codecs and codecs <= allowed:
            return container, ending
    raise HoldsMore


def _copy(source: InputContainer, tracks: list[Stream], target: OutputContainer) -> None:
    made, cleaning = {}, {}
    for track in tracks:
        codec, extra = track.codec_context.codec.canonical_name, track.codec_context.extradata or b""
        copy = made[track.index] = target.add_stream_from_template(track, opaque=True)
        copy.metadata.clear()
        if codec in _headers and extra:
            copy.codec_context.extradata = _headers[codec](extra)
        cleaning[track.index] = _way_of_packets(track, codec, extra)
    for packet in source.demux(tracks):
        if packet.dts is None and packet.size == 0:
            continue
        for each, content in cleaning[packet.stream.index](packet):
            target.mux(_only_bytes(each, content, made[packet.stream.index]))


def _way_of_packets(track: Stream, codec: str, extra: bytes) -> Callable[[Packet], Iterator[tuple[Packet, bytes]]]:
    """How the packets of this track lose what stands between picture and picture."""
    if codec in _messages:
        if extra[:1] != b"\x01" or len(extra) < 23 - 16 * (codec == "h264"):
            raise HoldsMore
        size = (extra[4 if codec == "h264" else 21] & 3) + 1  # ISO/IEC 14496-15, 5.3.3.1 and 8.3.3.1
        return lambda packet: iter([(packet, _without_messages(bytes(packet), size, codec))])
    if codec == "av1":
        taking_out = BitStreamFilterContext(_messages_of_av1, in_stream=track)
        return lambda packet: ((each, bytes(each)) for each in taking_out.filter(packet))
    return lambda packet: iter([(packet, bytes(packet))])


def _without_messages(content: bytes, size: int, codec: str) -> bytes:
    """The units of one picture, each behind its length, without those that are messages."""
    kept, at = [], 0
    while at < len(content):
        end = at + size + int.from_bytes(content[at : at + size], "big")
        if end > len(content) or end == at + size:
            raise HoldsMore
        first = content[at + size]
        kind = first & 0x1F if codec == "h264" else first >> 1 & 0x3F
        if kind not in _messages[codec]:
            kept.append(content[at:end])
        at = end
    return b"".join(kept)


def _only_bytes(packet: Packet, content: bytes, stream: Stream) -> Packet:
    """What is decoded, and when; not what hangs on the packet beside it."""
    fresh = Packet(content)
    fresh.pts, fresh.dts, fresh.duration, fresh.time_base = packet.pts, packet.dts, packet.duration, packet.time_base
    fresh.is_keyframe, fresh.stream = packet.is_keyframe, stream
    return fresh


def _hevc_without_messages(extra: bytes) -> bytes:
    """The header of HEVC (ISO/IEC 14496-15, 8.3.3.1) without its arrays of messages."""
    if extra[:1] != b"\x01" or len(extra) < 23:
        raise HoldsMore
    at, arrays = 23, []
    for _ in range(extra[22]):
        start, kind, count = at, extra[at] & 0x3F, int.from_bytes(extra[at + 1 : at + 3], "big")
        at += 3
        for _unit in range(count):
            at += 2 + int.from_bytes(extra[at : at + 2], "big")
        if at > len(extra):
            raise HoldsMore
        if kind not in _messages["hevc"]:
            arrays.append(extra[start:at])
    return extra[:22] + bytes([len(arrays)]) + b"".join(arrays)


def _vorbis_without_comments(extra: bytes) -> bytes:
    """The three headers of Vorbis, with an empty one for comments (Vorbis I, 4.2 and 5)."""
    if extra[:1] != b"\x02":
        raise HoldsMore
    sizes, at = [], 1
    for _ in range(2):
        size = 0
        while extra[at] == 255:
            size, at = size + 255, at + 1
        sizes.append(size + extra[at])
        at += 1
    first, setup = extra[at : at + sizes[0]], extra[at + sum(sizes) :]
    if first[:7] != b"\x01vorbis" or setup[:7] != b"\x05vorbis":
        raise HoldsMore
    comment = b"\x03vorbis" + bytes(8) + b"\x01"
    return b"\x02" + bytes([len(first)]) + bytes([len(comment)]) + first + comment + setup


_headers = {"hevc": _hevc_without_messages, "vorbis": _vorbis_without_comments}


def _look_again(copy: bytes, tracks: int) -> None:
    """What was written is opened once more: nothing may stand in it that we did not put there."""
    with av.open(io.BytesIO(copy)) as written:
        told = [written.metadata, *(stream.metadata for stream in written.streams)]
        if len(written.streams) != tracks or not all(_is_harmless(*each) for said in told for each in said.items()):
            raise HoldsMore


def _is_harmless(name: str, value: str) -> bool:
    return name.lower() in _own or value in _harmless.get(name, ())
