# The same crop with Pillow: prints the CPU milliseconds of each of so many runs, as a JSON list.
import io, json, sys, time
from PIL import Image, ImageOps

path, left, top, width, height, longest, runs = sys.argv[1], *map(int, sys.argv[2:])
photo = open(path, "rb").read()
times = []
for _ in range(runs):
    started = time.process_time()
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(photo)))
    crop = image.crop((left, top, left + width, top + height))
    crop.thumbnail((longest, longest))
    crop.save(io.BytesIO(), "JPEG", quality=90)
    times.append((time.process_time() - started) * 1000)
print(json.dumps(times))
